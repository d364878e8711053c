/** What a job goes through: `docs/states.md` has them all. */
export type GenerationState =
  | "queued"
  | "submitting"
  | "running"
  | "rendered"
  | "delivered"
  | "failed"
  | "canceled"
  | "unknown"
  | "lost";

export interface GenerationRow {
  id: string;
  platform: string;
  workspace: string;
  channel: string;
  thread: string | null;
  member: string;
  member_name: string;
  /** The interaction's own id: unique in its workspace, so the same one twice is one request. */
  source_id: string;
  /** What was typed, as a line, for doing it again. */
  line: string;
  model: string;
  /** The model's input, its media by hash. */
  input: string;
  price: number;
  state: GenerationState;
  /** Grows by one whenever somebody takes the row; a write must name the fence it holds. */
  fence: number;
  lease_until: number;
  /** When the engine looks at the row next; null when nothing is left to do. */
  due_at: number | null;
  /** When it was given a slot at the gateway; null while it waits in the queue. */
  admitted_at: number | null;
  /** Failed tries of the present step in a row. */
  tries: number;
  /** The chat's address of the announcement. */
  message: string | null;
  /** The state that the announcement shows for good; differs from `state` while somebody must still be told. */
  told: string | null;
  task: string | null;
  submitted_at: number | null;
  estimate: number | null;
  progress: number;
  progress_at: number | null;
  /** While it runs, when the gateway is asked next (0 once it has called: now); while it waits, before when it is not sent. */
  poll_at: number | null;
  /** When the gateway last called for it. */
  called_at: number | null;
  /** The gateway's `credits_reserved` in Units, once its unit was recognised. */
  reserved: number | null;
  result_url: string | null;
  /** When the gateway's link dies. */
  result_until: number | null;
  /** The finished video, as JSON of `Media`. */
  video: string | null;
  /** The version that its chat takes, where the video is too large for it: JSON of `Media`, or `null` where none can be made. */
  video_small: string | null;
  /** When it was said that the video stays, whatever its age. */
  pinned_at: number | null;
  /** When its file was let go for its age or its size; a chat that has a copy of its own still shows it. */
  let_go_at: number | null;
  /** When its member's words and files in it were deleted. */
  forgotten_at: number | null;
  /** The gateway's `element_id`, of a finished element. */
  element: string | null;
  /** When its maker or an admin deleted the video. */
  deleted_at: number | null;
  error_code: string | null;
  /** The largest file that the chat surely takes there from the bot, in bytes, where it has a limit; less once it refused more. */
  upload_limit: number | null;
  /** The locale of who asked, as the chat told it (BCP 47), for all that is said of the job; null where it told none: English. */
  locale: string | null;
  /**
   * How far the member has been told of the end: `sending` before it is sent, then `sent`; `owed` when neither the
   * channel nor the member could be reached, until the member's next command.
   */
  notice: "sending" | "sent" | "owed" | null;
  /** The gateway's own sentence, for the log and the admin; members read ours. */
  error_detail: string | null;
  created_at: number;
  finished_at: number | null;
}

/** `waiting` for an admin's approval, `making` while its generation runs. */
export type ElementState = "waiting" | "making" | "ready" | "failed";

/** A character of a workspace's cast; deleting one deletes its row. */
export interface ElementRow {
  id: string;
  workspace: string;
  /** As its maker wrote it, without the `@`. */
  name: string;
  /** The name as it is looked for; unique in the workspace. */
  name_key: string;
  description: string;
  kind: "images" | "video";
  /** The front picture's hash; null where it was made from a video. */
  picture: string | null;
  /** The hashes of all it was made from, as a JSON list. */
  files: string;
  maker: string;
  maker_name: string;
  state: ElementState;
  /** What an approval starts, as JSON of `ElementRequest`; only while it waits for one. */
  request: string | null;
  /** The generation that makes or made it. */
  generation: string | null;
  /** The gateway's `element_id`, once it is ready. */
  element_id: string | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
}
