import { type Ask, sixPrompts, sixShots } from "./ask.ts";

const customize = { multi_shot: true, shot_type: "customize" };
const intelligence = { multi_shot: true, shot_type: "intelligence" };

/** `storyboard`: shots that are written out and shots that the model cuts, from words and from a picture. */
export const storyboard: readonly Ask[] = [
  {
    title: "one shot",
    line: "/storyboard 3s: the door opens",
    price: 162_000,
    wire: {
      model: "kling-v3-text-to-video",
      prompt: "",
      duration: 3,
      quality: "720p",
      aspect_ratio: "16:9",
      sound: "off",
      model_params: { ...customize, multi_prompt: [{ index: 1, prompt: "the door opens", duration: "3" }] },
    },
  },
  {
    title: "six shots",
    line: `/storyboard 1080p 9:16 --sound duration:15\n${sixShots}`,
    price: 1_620_000,
    wire: {
      model: "kling-v3-text-to-video",
      prompt: "",
      duration: 15,
      quality: "1080p",
      aspect_ratio: "9:16",
      sound: "on",
      model_params: { ...customize, multi_prompt: sixPrompts },
    },
  },
  {
    title: "shots from a picture, with an element",
    line: "/storyboard\n2s: @Ada at the door\n2s: she turns",
    files: ["first.png"],
    price: 216_000,
    wire: {
      model: "kling-v3-image-to-video",
      image_start: "first.png",
      duration: 4,
      quality: "720p",
      sound: "off",
      model_params: {
        ...customize,
        multi_prompt: [
          { index: 1, prompt: "<<<element_1>>> at the door", duration: "2" },
          { index: 2, prompt: "she turns", duration: "2" },
        ],
        element_list: [{ element_id: "@Ada" }],
      },
    },
  },
  {
    title: "shots that the model cuts",
    line: "/storyboard shots:auto prompt:storm",
    price: 270_000,
    wire: {
      model: "kling-v3-text-to-video",
      prompt: "storm",
      duration: 5,
      quality: "720p",
      aspect_ratio: "16:9",
      sound: "off",
      model_params: intelligence,
    },
  },
  {
    title: "everything that the model cuts from a picture",
    line: '/storyboard auto prompt:"@Ada and @Cy in the storm" 12s 1080p sound:yes element1:Bo',
    files: ["first.png"],
    price: 1_296_000,
    wire: {
      model: "kling-v3-image-to-video",
      image_start: "first.png",
      prompt: "<<<element_1>>>: <<<element_2>>> and <<<element_3>>> in the storm",
      duration: 12,
      quality: "1080p",
      sound: "on",
      model_params: {
        ...intelligence,
        element_list: [{ element_id: "@Bo" }, { element_id: "@Ada" }, { element_id: "@Cy" }],
      },
    },
  },
  {
    title: "six shots for O3, with elements by option",
    line: `/storyboard --o3 1080p 1:1 --sound element1:Ada element2:@Bo element3:cy\n${sixShots}`,
    price: 1_350_270,
    wire: {
      model: "kling-o3-text-to-video",
      prompt: "",
      duration: 15,
      quality: "1080p",
      aspect_ratio: "1:1",
      sound: "on",
      model_params: {
        ...customize,
        multi_prompt: sixPrompts.map((shot) =>
          shot.index === 1
            ? { ...shot, prompt: `<<<element_1>>>, <<<element_2>>>, <<<element_3>>>: ${shot.prompt}` }
            : shot,
        ),
        element_list: [{ element_id: "@Ada" }, { element_id: "@Bo" }, { element_id: "@Cy" }],
      },
    },
  },
  {
    title: "a shot for O3 from a picture",
    line: "/storyboard --o3 3s: the door of @start opens",
    files: ["first.png"],
    price: 162_000,
    wire: {
      model: "kling-o3-image-to-video",
      image_start: "first.png",
      prompt: "Bring the picture to life with natural, smooth motion.",
      duration: 3,
      quality: "720p",
      sound: "off",
      model_params: {
        ...customize,
        multi_prompt: [{ index: 1, prompt: "the door of <<<image_1>>> opens", duration: "3" }],
      },
    },
  },
  {
    title: "shots for Turbo, inside its prompt",
    line: "/storyboard --turbo 1080p 9:16\n5s: the door opens\n3s: she looks up; smiles",
    price: 720_000,
    wire: {
      model: "kling-v3-turbo-text-to-video",
      prompt: "shot 1, 5, the door opens; shot 2, 3, she looks up, smiles;",
      duration: 8,
      quality: "1080p",
      aspect_ratio: "9:16",
    },
  },
];
