/** What the workshop's process makes. All paths are whole; what it makes, it makes anew. */
export type Order =
  /** A version of a video that has this many bytes at most. */
  | { make: "smaller"; from: string; to: string; limitBytes: number }
  /** Single pictures out of a video. */
  | { make: "stills"; from: string; seconds: number; to: StillPaths }
  /** Videos one behind the other in one MP4. */
  | { make: "joined"; from: readonly string[]; to: string }
  /** The first seconds of a video, at so many frames a second, in this many bytes at most. */
  | { make: "beginning"; from: string; to: string; seconds: number; frameRate: number; limitBytes: number };

/** Where the pictures go. */
export interface StillPaths {
  poster: string;
  strip: string;
  preview: string;
}

/** What the process says: that it goes on, now and then, and how it ended. */
export type Said =
  | { is: "moving" }
  | { is: "made" }
  | { is: "missing"; problem: string }
  | { is: "failed"; problem: string; diskFull: boolean };
