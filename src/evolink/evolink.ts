/** EvoLink's gateway as Reelay uses it. All errors it throws are of `errors.ts` beside it. */
export interface EvoLink {
  /**
   * `POST /v1/videos/generations`. Paid and not idempotent: it is sent once, and again only when nothing can have been
   * accepted (a refused connection). Whoever calls looks at the error's `accepted` before trying again.
   */
  createTask(body: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Task>;
  /** `GET /v1/tasks/{id}`: the truth about a task. Retried with jittered backoff, honouring Retry-After. */
  readTask(id: string, signal?: AbortSignal): Promise<Task>;
  /** `GET /v1/credits`. Retried like every read. */
  readCredits(signal?: AbortSignal): Promise<AccountCredits>;
  /**
   * Uploads one image by stream; the address lives 72 hours. Safe to repeat, so it is retried. A file that cannot be
   * opened on this machine throws Node's own error.
   */
  uploadFile(file: UploadFile, signal?: AbortSignal): Promise<UploadedFile>;
  /** Deletes an uploaded file; one that is already gone is fine. */
  deleteFile(fileId: string, signal?: AbortSignal): Promise<void>;
  /** Closes the pooled connections. */
  close(): Promise<void>;
}

export interface Task {
  id: string;
  status: "pending" | "processing" | "completed" | "failed";
  /** 0 to 100, as the gateway says it. */
  progress: number;
  /** Seconds the gateway expects the task to take, when it says so. */
  estimatedSeconds?: number;
  /** `usage.credits_reserved` as it came: its unit differs between models. */
  reserved?: number;
  /** Addresses of a completed video; each lives 24 hours. */
  results: readonly string[];
  /** `result_data.element_id` of a completed element, as a string: it exceeds 2^53. */
  elementId?: string;
  /** Why a task failed: the gateway's code (its error-codes page lists them) and its sentence, for the log. */
  error?: { code: string; message: string };
}

/** Remaining and used credits of the account, as decimal credits the way the gateway gives them. */
export interface AccountCredits {
  token: { remaining: number; used: number; unlimited: boolean };
  user: { remaining: number; used: number };
}

export interface UploadFile {
  /** A file on this machine. It is read while it is sent and must not change meanwhile. */
  path: string;
  name: string;
  /** `image/jpeg`, `image/png`, `image/gif` or `image/webp`: the gateway takes no other. */
  type: string;
  /** Size in bytes. */
  bytes: number;
}

export interface UploadedFile {
  fileId: string;
  /** The address that goes into a task's parameters. */
  url: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}
