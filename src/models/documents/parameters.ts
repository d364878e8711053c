/** Why no option reaches a parameter, for those who read docs/models.md. */
export interface Reason {
  readonly because: string;
}

/**
 * Every parameter that the gateway documents for a model, by its path in the body (`model_params.multi_prompt[].prompt`),
 * with the option of the model that reaches it, or why none does. What only holds others is left out.
 */
export type Parameters = Readonly<Record<string, string | Reason>>;

/** Of every model. */
export const EVERY: Parameters = {
  model: { because: "the command and its `model` choose it" },
  callback_url: { because: "Reelay's own: each job has one where there is a public https address" },
};

/** Of every model that has multi-shot beside the prompt. */
export const MULTI_SHOT: Parameters = {
  "model_params.multi_shot": "shots",
  "model_params.shot_type": "shots",
  "model_params.multi_prompt[].index": "shots",
  "model_params.multi_prompt[].prompt": "shots",
  "model_params.multi_prompt[].duration": "shots",
};

/** Of every model that takes characters. */
export const ELEMENT_LIST: Parameters = { "model_params.element_list[].element_id": "elements" };

/** Of every model that has watermarks. */
export const WATERMARK_INFO: Parameters = { "model_params.watermark_info.enabled": "watermark" };

/** Of the way in which a character is made. */
export const BY_FILES: Reason = { because: "pictures or a video, whichever was given" };

const UNNEEDED = { because: "Reelay needs none: it keeps what the upload answers" };
const NOT_CALLED = { because: "not called: pictures are uploaded by `upload-stream`" };

/** The same of the gateway's other calls, by the names of their documents; Reelay makes them by itself. */
export const OTHER_CALLS: Readonly<Record<string, Readonly<Record<string, Reason>>>> = {
  "upload-stream": {
    file: { because: "Reelay's own: every picture that a member gives, from where it is kept" },
    upload_path: UNNEEDED,
    file_name: UNNEEDED,
  },
  "upload-base64": { base64_data: NOT_CALLED, upload_path: NOT_CALLED, file_name: NOT_CALLED },
  "upload-url": { file_url: NOT_CALLED, upload_path: NOT_CALLED, file_name: NOT_CALLED },
};
