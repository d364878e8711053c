import { clip, cy, picture, type Sample, shots } from "./samples.ts";

/** What can be asked of Turbo, motion control and elements: for each model the least, the most, and its other forms. */
export const requests: readonly Sample[] = [
  {
    model: "kling-v3-turbo-text-to-video",
    title: "words alone",
    input: { prompt: "a cat on the beach" },
    wire: {
      model: "kling-v3-turbo-text-to-video",
      prompt: "a cat on the beach",
      duration: 5,
      quality: "720p",
      aspect_ratio: "16:9",
    },
    line: "5 s · 720p · 16:9",
  },
  {
    model: "kling-v3-turbo-text-to-video",
    title: "everything, the shots inside the prompt",
    input: { shots, duration: 8, quality: "1080p", aspect: "9:16" },
    wire: {
      model: "kling-v3-turbo-text-to-video",
      prompt: "shot 1, 5, the door opens; shot 2, 3, she looks up, smiles;",
      duration: 8,
      quality: "1080p",
      aspect_ratio: "9:16",
    },
    line: "8 s · 1080p · 9:16 · 2 shots",
  },
  {
    model: "kling-v3-turbo-image-to-video",
    title: "a first frame alone",
    input: { image: picture("first") },
    wire: {
      model: "kling-v3-turbo-image-to-video",
      image_start: "https://files.example/first.png",
      duration: 5,
      quality: "720p",
    },
    line: "5 s · 720p",
  },
  {
    model: "kling-v3-turbo-image-to-video",
    title: "everything, with a picture of 49 MB",
    input: { image: picture("first", { bytes: 49_000_000 }), prompt: "a breeze", duration: 15, quality: "1080p" },
    wire: {
      model: "kling-v3-turbo-image-to-video",
      image_start: "https://files.example/first.png",
      prompt: "a breeze",
      duration: 15,
      quality: "1080p",
    },
    line: "15 s · 1080p",
  },
  {
    model: "kling-v3-motion-control",
    title: "a picture and a performance of 11 s, of which 10 come out",
    input: { image: picture("robot"), video: clip("dance", { seconds: 11 }) },
    wire: {
      model: "kling-v3-motion-control",
      image_urls: ["https://files.example/robot.png"],
      video_urls: ["https://files.example/dance.mp4"],
      quality: "720p",
      model_params: { character_orientation: "image", keep_sound: true },
    },
    line: "10 s of the video's 11 s · 720p · faces as in the picture",
  },
  {
    model: "kling-v3-motion-control",
    title: "everything, the element choosing the orientation",
    input: {
      image: picture("robot"),
      video: clip("dance", { seconds: 29.4, type: "video/quicktime" }),
      prompt: "<<<element_1>>> dances",
      quality: "1080p",
      keep_sound: false,
      elements: [cy],
      watermark: true,
    },
    wire: {
      model: "kling-v3-motion-control",
      prompt: "<<<element_1>>> dances",
      image_urls: ["https://files.example/robot.png"],
      video_urls: ["https://files.example/dance.mp4"],
      quality: "1080p",
      model_params: {
        character_orientation: "video",
        keep_sound: false,
        element_list: [{ element_id: cy.id }],
        watermark_info: { enabled: true },
      },
    },
    line: "30 s · 1080p · faces as in the video · original sound off · @Cy · watermark",
  },
  {
    model: "kling-custom-element",
    title: "a front picture alone, which is repeated",
    input: { name: "Ada", description: "a young woman", image: picture("front") },
    wire: {
      model: "kling-custom-element",
      model_params: {
        element_name: "Ada",
        element_description: "a young woman",
        reference_type: "image_refer",
        element_image_list: {
          frontal_image: "https://files.example/front.png",
          refer_images: [{ image_url: "https://files.example/front.png" }],
        },
      },
    },
    line: "@Ada · from 1 picture",
  },
  {
    model: "kling-custom-element",
    title: "four pictures",
    input: {
      name: "Ada",
      description: "a young woman",
      image: picture("front"),
      references: [picture("left"), picture("right"), picture("back")],
    },
    wire: {
      model: "kling-custom-element",
      model_params: {
        element_name: "Ada",
        element_description: "a young woman",
        reference_type: "image_refer",
        element_image_list: {
          frontal_image: "https://files.example/front.png",
          refer_images: [
            { image_url: "https://files.example/left.png" },
            { image_url: "https://files.example/right.png" },
            { image_url: "https://files.example/back.png" },
          ],
        },
      },
    },
    line: "@Ada · from 4 pictures",
  },
  {
    model: "kling-custom-element",
    title: "a video with a voice by its name",
    input: {
      name: "Cy",
      description: "an announcer",
      video: clip("talk", { seconds: 8, type: "video/webm" }),
      voice: "Male announcer",
    },
    wire: {
      model: "kling-custom-element",
      model_params: {
        element_name: "Cy",
        element_description: "an announcer",
        reference_type: "video_refer",
        element_video_list: {
          video_url: "https://files.example/talk.mp4",
          refer_videos: [{ video_url: "https://files.example/talk.mp4" }],
        },
        element_voice_id: "829826792415842333",
      },
    },
    line: "@Cy · from a video · voice: Male announcer",
  },
];
