import type { Ask } from "./ask.ts";

/** `video`: from words alone, the least and the most that each family takes. */
export const video: readonly Ask[] = [
  {
    title: "words alone",
    line: "/video a cat on the beach",
    price: 270_000,
    wire: {
      model: "kling-v3-text-to-video",
      prompt: "a cat on the beach",
      duration: 5,
      quality: "720p",
      aspect_ratio: "16:9",
      sound: "off",
    },
  },
  {
    title: "everything of Kling 3.0",
    line: '/video model:3 prompt:"a storm over the sea" negative:"people, boats" duration:15 quality:1080p aspect:9:16 sound:yes',
    price: 1_620_000,
    wire: {
      model: "kling-v3-text-to-video",
      negative_prompt: "people, boats",
      prompt: "a storm over the sea",
      duration: 15,
      quality: "1080p",
      aspect_ratio: "9:16",
      sound: "on",
    },
  },
  {
    title: "words for O3",
    line: "/video --o3 a cat on the beach",
    price: 270_000,
    wire: {
      model: "kling-o3-text-to-video",
      prompt: "a cat on the beach",
      duration: 5,
      quality: "720p",
      aspect_ratio: "16:9",
      sound: "off",
    },
  },
  {
    title: "everything of O3, with all the cast",
    line: "/video --o3 15s 1080p 1:1 --sound @Ada meets @Bo and @Cy on stage",
    price: 1_350_270,
    wire: {
      model: "kling-o3-text-to-video",
      prompt: "<<<element_1>>> meets <<<element_2>>> and <<<element_3>>> on stage",
      duration: 15,
      quality: "1080p",
      aspect_ratio: "1:1",
      sound: "on",
      model_params: { element_list: [{ element_id: "@Ada" }, { element_id: "@Bo" }, { element_id: "@Cy" }] },
    },
  },
  {
    title: "words for Turbo",
    line: "/video --turbo a cat on the beach",
    price: 360_000,
    wire: {
      model: "kling-v3-turbo-text-to-video",
      prompt: "a cat on the beach",
      duration: 5,
      quality: "720p",
      aspect_ratio: "16:9",
    },
  },
  {
    title: "everything of Turbo",
    line: "/video a cat on the beach --turbo --duration 15 1080p 9:16",
    price: 1_350_000,
    wire: {
      model: "kling-v3-turbo-text-to-video",
      prompt: "a cat on the beach",
      duration: 15,
      quality: "1080p",
      aspect_ratio: "9:16",
    },
  },
];
