/** The union of all parameters that the ten models document; each schema lets through its own. */
export interface Body {
  model: string;
  prompt?: string | undefined;
  duration?: number | undefined;
  quality?: "720p" | "1080p" | undefined;
  aspect_ratio?: "16:9" | "9:16" | "1:1" | undefined;
  sound?: "on" | "off" | undefined;
  image_start?: string | undefined;
  image_end?: string | undefined;
  image_urls?: string[] | undefined;
  video_url?: string | undefined;
  video_urls?: string[] | undefined;
  model_params?: Params | undefined;
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

const count = (body: Body) => (body.image_urls?.length ?? 0) + (body.model_params?.element_list?.length ?? 0);

export const v3Frames: Rule = (body, report) => {
  if (!body.image_start && !body.image_end) report("image_start", "is required");
  if (body.image_start && body.aspect_ratio) report("aspect_ratio", "follows the first frame");
};

export const o3Frames: Rule = (body, report) => {
  const frames = [body.image_start, body.image_end].filter(Boolean).length;
  const references = body.image_urls?.length ?? 0;
  const list = body.model_params?.element_list?.length ?? 0;
  if (frames + references === 0)
    report("image_start", "at least one of image_start, image_end, image_urls is required");
  if (body.image_end && !body.image_start) report("image_end", "needs image_start");
  if (body.image_end && frames + references > 2) report("image_end", "is not supported with more than 2 images");
  if (body.image_start && list > 3) report("model_params.element_list", "at most 3 elements with a first frame");
  if (frames + references + list > 7) report("image_urls", "at most 7 images and elements together");
};

export const fourBesideVideo: Rule = (body, report) => {
  if (count(body) > 4) report("image_urls", "at most 4 images and elements together beside a video");
};

export const elementNeedsVideo: Rule = ({ model_params: extra }, report) => {
  if (extra?.element_list?.length && extra.character_orientation !== "video")
    report("model_params.element_list", "needs character_orientation video");
};

/** `镜头 n, m, words;` or `shot n, m, words;`: a prompt that starts this way is read as shots. */
export const turboShots: Rule = ({ prompt: words = "", duration }, report) => {
  const parts = Array.from(words.matchAll(/(?:镜头|shot)\s*(\d+)\s*,\s*(\d+)\s*,([^;]*);?/giu));
  if (parts.length === 0 || parts[0]?.index !== words.search(/\S/)) return;
  if (parts.length > 6) report("prompt", "at most 6 shots");
  const sum = parts.reduce((total, [, , seconds]) => total + Number(seconds), 0);
  if (sum !== duration) report("prompt", `the shots take ${sum} s, the task ${duration} s`);
  if (parts.some(([, , , said = ""]) => Array.from(said.trim()).length > 512))
    report("prompt", "a shot must be at most 512 characters");
};
