import type { Ask } from "./ask.ts";

/** Characters, made by `element create` and then confirmed; the other requests name them. */
export const elements: readonly Ask[] = [
  {
    title: "a front picture alone, which is repeated",
    line: "/element create name:Ada a young woman in a red coat",
    files: ["ada.png"],
    price: 10_000,
    wire: {
      model: "kling-custom-element",
      model_params: {
        element_name: "Ada",
        element_description: "a young woman in a red coat",
        reference_type: "image_refer",
        element_image_list: { frontal_image: "ada.png", refer_images: [{ image_url: "ada.png" }] },
      },
    },
  },
  {
    title: "four pictures",
    line: '/element create --name Bo description:"a friendly robot, made of tin"',
    files: ["bo.png", "bo-left.png", "bo-right.png", "bo-back.png"],
    price: 10_000,
    wire: {
      model: "kling-custom-element",
      model_params: {
        element_name: "Bo",
        element_description: "a friendly robot, made of tin",
        reference_type: "image_refer",
        element_image_list: {
          frontal_image: "bo.png",
          refer_images: [{ image_url: "bo-left.png" }, { image_url: "bo-right.png" }, { image_url: "bo-back.png" }],
        },
      },
    },
  },
  {
    title: "a video with a voice by its name",
    line: '/element create name:Cy voice:"male announcer" a man who reads the news',
    files: ["talk.mp4"],
    price: 10_000,
    wire: {
      model: "kling-custom-element",
      model_params: {
        element_name: "Cy",
        element_description: "a man who reads the news",
        reference_type: "video_refer",
        element_video_list: { video_url: "talk.mp4", refer_videos: [{ video_url: "talk.mp4" }] },
        element_voice_id: "829826792415842333",
      },
    },
  },
];
