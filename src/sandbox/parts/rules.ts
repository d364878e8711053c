export type Quality = "720p" | "1080p" | "4k";

/** The parameters that the models document, as far as anything but their own schema looks at them. */
export interface Body {
  model: string;
  prompt?: string | undefined;
  duration?: number | undefined;
  quality?: Quality | undefined;
  aspect_ratio?: "16:9" | "9:16" | "1:1" | undefined;
  sound?: "on" | "off" | undefined;
  image_start?: string | undefined;
  image_end?: string | undefined;
  image_urls?: string[] | undefined;
  video_url?: string | undefined;
  video_urls?: string[] | undefined;
  model_params?: Params | undefined;
  [parameter: string]: unknown;
}

interface Params {
  multi_shot?: boolean | undefined;
  shot_type?: "customize" | "intelligence" | undefined;
  multi_prompt?: { index: number; prompt: string; duration: string }[] | undefined;
  element_list?: { element_id: string }[] | undefined;
  character_orientation?: "image" | "video" | undefined;
  element_name?: string | undefined;
  element_image_list?: { frontal_image: string; refer_images: { image_url: string }[] } | undefined;
}

/** Reports a problem with one parameter. */
export type Report = (path: string, message: string) => void;
export type Rule = (body: Body, report: Report) => void;

/** Multi-shot says what it needs; the seconds of its shots add up to the task's. */
export const multiShot: Rule = ({ model_params: extra, duration }, report) => {
  if (!extra?.multi_shot) {
    if (extra?.multi_prompt) report("model_params.multi_prompt", "needs multi_shot to be true");
    return;
  }
  if (!extra.shot_type) return report("model_params.shot_type", "is required when multi_shot is true");
  if (extra.shot_type === "intelligence") {
    if (extra.multi_prompt) report("model_params.multi_prompt", "is not used when shot_type is intelligence");
    return;
  }
  if (!extra.multi_prompt) return report("model_params.multi_prompt", "is required when shot_type is customize");
  const sum = extra.multi_prompt.reduce((total, { duration: seconds }) => total + Number(seconds), 0);
  if (sum !== duration) report("model_params.multi_prompt", `the shots take ${sum} s, the task ${duration} s`);
  const inOrder = extra.multi_prompt.every(({ index }, at) => index === at + 1);
  if (!inOrder) report("model_params.multi_prompt", "index must count from 1");
};

/** Words are needed unless the shots bring their own. */
export const promptUnlessShots: Rule = ({ prompt: words, model_params: extra }, report) => {
  const told = extra?.multi_shot === true && extra.shot_type === "customize";
  if (!told && (words ?? "").trim() === "") report("prompt", "is required");
};

/** Where a prompt may be empty, intelligent shots still have to be told what to show. */
export const promptForIntelligence: Rule = ({ prompt: words, model_params: extra }, report) => {
  if (extra?.shot_type === "intelligence" && (words ?? "").trim() === "") report("prompt", "is required");
};

/** At most so many pictures and elements together go beside a video. */
export const besideVideo =
  (most: number): Rule =>
  ({ image_urls: images = [], model_params: extra }, report) => {
    const beside = images.length + (extra?.element_list?.length ?? 0);
    if (beside > most) report("image_urls", `at most ${most} images and elements together beside a video`);
  };
