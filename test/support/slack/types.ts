/**
 * What the tests' own Slack looks like from outside. `localSlack()` in `slack.ts` starts one; its Web API is at
 * `apiUrl`, and the app is reached by Socket Mode until `toHttp` names an address.
 */

export type Json = Record<string, unknown>;

export interface SlackOptions {
  /** The bot's scopes; without it, those of the manifest, or all that any method here needs. */
  scopes?: readonly string[];
  /** What the app is installed by. Starting throws where Slack refuses it; without it there is any command and shortcut. */
  manifest?: unknown;
  /** The organisation that the first workspace belongs to: `E…`. None when left out. */
  enterprise?: string;
  /** How many times Slack's own rate limits are allowed. 1 when left out; `Infinity` for none. */
  rates?: number;
  /** Milliseconds since 1970, for message times and the lives of triggers and response addresses. */
  now?: () => number;
  /** Rows of docs/platforms.md that don't hold here: those of `TURNABLE` in `otherwise.ts`. */
  otherwise?: readonly string[];
  /** How long a trigger opens a form, in milliseconds by `now`. Slack's 3,000 when left out. */
  triggerMs?: number;
  /** How long an event waits for its acknowledgement, in milliseconds. Slack's 3,000 when left out. */
  patienceMs?: number;
  /** How long after `files.completeUploadExternal` the file is shared, by `now`. 2,000 ms when left out. */
  shareMs?: number;
  /** How long until Slack says what a new file is, and shows pictures of it, by `now`. 4,000 ms when left out. */
  scanMs?: number;
  /** After what waits an event without acknowledgement comes again, in milliseconds. Slack: at once, 1 min, 5 min. */
  retryAfterMs?: readonly number[];
}

export interface Team {
  readonly id: string;
  readonly domain: string;
  /** The organisation it belongs to. */
  readonly enterprise: string | undefined;
  readonly botToken: string;
  /** The bot as a user: `U…`. */
  readonly botUser: string;
  readonly botId: string;
  /** It takes no more files; of messages, it has too many of late. */
  storageFull: boolean;
  messagesFull: boolean;
}

export interface Member {
  readonly id: string;
  readonly team: string;
  readonly name: string;
  admin: boolean;
  owner: boolean;
  deactivated: boolean;
  readonly bot: boolean;
  /** Invited into some channels of the workspace, and no more. */
  readonly guest: boolean;
  /** The language that they have Slack in. */
  readonly locale: string;
}

export interface Channel {
  readonly id: string;
  readonly team: string;
  readonly name: string;
  readonly kind: "public" | "private" | "im" | "mpim";
  /** Who is in it, the bot among them by its user id. */
  readonly members: Set<string>;
  archived: boolean;
  /** Only some may post here, and the bot is not one of them. */
  restricted: boolean;
}

export interface Group {
  readonly id: string;
  readonly team: string;
  readonly handle: string;
  readonly users: string[];
}

export interface NewFile {
  name: string;
  bytes: Uint8Array;
  /** By the name's ending when left out. */
  mimetype?: string;
  /**
   * `check_file_info`: the message says only the id, `files.info` says the rest (Slack Connect). `denied`: it is
   * another workspace's, and neither `files.info` nor its address gives it.
   */
  access?: "full" | "check_file_info" | "denied";
  /** It has just come: Slack doesn't say yet what it is. */
  fresh?: boolean;
}

export interface SlackFile {
  readonly id: string;
  readonly team: string;
  readonly user: string;
  readonly name: string;
  title: string;
  readonly mimetype: string;
  readonly filetype: string;
  /** Empty until the bytes have come. */
  bytes: Buffer;
  readonly access: "full" | "check_file_info" | "denied";
  /** `waiting` for its bytes, `uploaded` but not completed, `ready`, or `deleted`. */
  state: "waiting" | "uploaded" | "ready" | "deleted";
  /** From when on Slack says what it is, in milliseconds since 1970. */
  scannedAt: number;
  /** It came with an `alt_txt`. */
  described: boolean;
  /** Each message that it was shared by, as `channel:ts`. What only names it doesn't share it. */
  readonly shares: Set<string>;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** Who wrote it; the bot by its user id. */
  readonly user: string;
  text: string;
  blocks: Json[];
  /** Those that it names, whether anybody can open them or not: `seen` tells that. */
  files: SlackFile[];
  metadata: Json | undefined;
  /** When it was posted, and each edit, in milliseconds since 1970. */
  readonly posted: number;
  readonly edits: number[];
  deleted: boolean;
}

export interface Ephemeral {
  readonly channel: string;
  readonly user: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  text: string;
  blocks: Json[];
  /** In a thread that nobody has answered in yet, Slack shows it to nobody (slack-ephemeral-thread). */
  readonly unseen: boolean;
  /** Taken away by its response address. */
  deleted: boolean;
}

/** A modal or a home tab as the member sees it now. */
export interface View {
  readonly id: string;
  readonly team: string;
  readonly user: string;
  readonly type: "modal" | "home";
  /** What the app sent last, with the block and action ids that Slack has filled in. */
  content: Json;
  blocks: Json[];
  hash: string;
  /** What the member has entered: block id, action id, Slack's own shape of a value. */
  state: Record<string, Record<string, Json>>;
  /** The last answer's field errors, by block id. */
  errors: Record<string, string>;
  /** The trigger that it was opened by. */
  readonly triggerId: string | undefined;
  readonly previous: string | undefined;
  open: boolean;
  updates: number;
  /** Whether Slack's client asks “Are you sure you want to leave?” when it is closed (slack-modal-unsaved). */
  unsaved: boolean;
}

export interface Button {
  label: string;
  blockId: string;
  actionId: string;
  value: string | undefined;
  style: string | undefined;
  url: string | undefined;
  element: Json;
}

export interface Ack {
  /** Whether one came at all; HTTP: with a 2xx. */
  ok: boolean;
  /** From sending to the acknowledgement, in milliseconds. */
  ms: number;
  /** What it carried: parsed JSON, or a string, or undefined. */
  body: unknown;
  /** HTTP's status; in Socket Mode 200, and 0 where none came. */
  status: number;
  /** How often it was sent before, the answered time not counted. */
  retries: number;
}

export interface SignedRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Something a member did, on its way to the app. */
export interface Act {
  readonly payload: Json;
  readonly triggerId: string | undefined;
  readonly responseUrl: string | undefined;
  /** Never rejects. Without any acknowledgement it resolves when the server closes, with `ok: false`. */
  readonly acked: Promise<Ack>;
  /** In HTTP mode: what went out. */
  readonly request: SignedRequest | undefined;
  /** The views opened by its trigger. */
  views(): View[];
  /** What its member alone was shown since. */
  ephemerals(): Ephemeral[];
  /** Delivers the same once more, marked as a retry. */
  again(): Act;
}

export interface Call {
  method: string;
  args: Json;
  team: string | undefined;
  at: number;
  status: number;
  /** Slack's code, when the answer was not ok. */
  error: string | undefined;
}

/** A fault on demand. `method` is a Web API method, or `upload`, `download` or `response_url`. */
export interface Fault {
  method: string;
  /** `cut`: the connection ends before anything is done. `lose`: it is done, and the answer is lost. */
  status?: 429 | 500 | 503 | "cut" | "lose";
  /** Instead of a status: a 200 that says `ok: false` and this. */
  error?: string;
  /** Seconds, for 429. 1 when left out. */
  retryAfter?: number;
  /** Once when left out. */
  times?: number;
  /** Only calls with these arguments. */
  when?: (args: Json) => boolean;
}

export interface Ping {
  channel: string;
  ts: string;
  /** `U…`, a user group's `S…`, or `channel`, `here`, `everyone`. */
  who: string;
  by: "post" | "edit" | "ephemeral";
}

export type InputValue = string | number | boolean | readonly string[] | { text: string; value: string } | null;
/** Named by action id, block id or label. */
export type Values = Readonly<Record<string, InputValue>>;
export type Files = Readonly<Record<string, readonly (NewFile | SlackFile)[]>>;

export interface Driving {
  /**
   * `command` with its slash. `user` and `channel` are ids. Throws what Slack's client says where nothing is sent: in a
   * thread (slack-no-thread-commands), and for a command that isn't installed.
   */
  slash(act: { user: string; channel: string; command: string; text?: string; thread?: string }): Act;
  shortcut(act: { user: string; callbackId: string }): Act;
  messageShortcut(act: { user: string; callbackId: string; message: Message }): Act;
  /** Presses a button by its action id or its label. Throws where there is none. */
  press(act: { user: string; on: Message | Ephemeral | View; actionId?: string; label?: string; value?: string }): Act;
  /** Changes a field that dispatches, in a view or a message; `values` are fields filled before it. */
  select(act: { user: string; on: Message | Ephemeral | View; field: string; value: InputValue; values?: Values }): Act;
  /** Fills the fields and sends the form. Throws where Slack's own client would not let the member. */
  submit(act: { user: string; view: View; values?: Values; files?: Files }): Act;
  /** Closes the form by its cross. Gives the act where the app asked to hear of it. */
  dismiss(act: { user: string; view: View }): Act | undefined;
  /** Types into an external select; the answer's options may be chosen afterwards. */
  options(act: { user: string; on: View | Message; field: string; typed: string }): Act;
  openHome(user: string): Act;
  /** Any other event of the Events API. */
  event(event: Json, team?: Team): Act;
}

export interface Populating {
  addTeam(domain?: string, enterprise?: string): Team;
  member(about?: {
    name?: string;
    team?: Team;
    admin?: boolean;
    owner?: boolean;
    bot?: boolean;
    guest?: boolean;
    locale?: string;
  }): Member;
  /** With the bot in it, unless `bot` is false. */
  channel(about?: {
    name?: string;
    team?: Team;
    private?: boolean;
    bot?: boolean;
    members?: readonly string[];
    archived?: boolean;
    restricted?: boolean;
  }): Channel;
  /** The bot's conversation with the member. */
  dm(user: string): Channel;
  /** A group message, or with two members alone a direct one, which the bot can't be in. */
  conversation(about: { members: readonly string[]; bot?: boolean }): Channel;
  group(handle: string, users: readonly string[], team?: Team): Group;
  /** A member's message. */
  say(message: { user: string; channel: string; text?: string; thread?: string; files?: readonly NewFile[] }): Message;
  deleteMessage(message: Message): void;
  deleteFile(file: SlackFile): void;
}

export interface Seeing {
  /** What stands in the channel and in its threads, oldest first. */
  messages(channel: string): Message[];
  /** The replies to a message. */
  thread(message: Message): Message[];
  ephemerals(user: string): Ephemeral[];
  /** The member's open forms, the topmost last. */
  views(user: string): View[];
  home(user: string): View | undefined;
  file(id: string): SlackFile | undefined;
  /** The messages that a message links to and that this member can read. */
  linked(message: Message, user: string): Message[];
  /** The files that this member can open in a message, and in those that it links to. */
  seen(message: Message, user: string): SlackFile[];
  /** Mentions that were live in what the bot posted, in order. */
  readonly pinged: Ping[];
  readonly calls: Call[];
  /** How often a rate limit was exceeded, by method. */
  readonly refused: Map<string, number>;
  /** Everything sent that Slack's rules on blocks, views, lengths and scopes do not allow. */
  readonly violations: string[];
  /** The scopes that what happened so far needed. */
  readonly scopesUsed: Set<string>;
  readonly acks: Ack[];
}

export interface LocalSlack extends Driving, Populating, Seeing {
  readonly url: string;
  /** For `slackApiUrl`. */
  readonly apiUrl: string;
  readonly appId: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** The workspace that is there from the start. */
  readonly team: Team;
  fail(fault: Fault): void;
  /** From now on every call is refused by this code: the app was removed, its token taken back. */
  revoke(code: "account_inactive" | "invalid_auth" | "token_revoked"): void;
  /** The next so many shares are answered with ok, and never happen. */
  dropShares(times: number): void;
  /** Moves the server's own time on. */
  later(ms: number): void;
  /** Resolves with what `look` gives once it is neither undefined nor false; looks after everything that happens. */
  until<T>(look: () => T | undefined | false, what?: string): Promise<T>;
  /** HTTP mode from now on: the app's address, with its path. */
  toHttp(url: string): void;
  /** Sends a request as it is, and says what came back. */
  send(request: SignedRequest): Promise<{ status: number; body: unknown; ms: number }>;
  /** Headers that sign the body, by another secret or as of another second where wanted. */
  sign(body: string, by?: { secret?: string; atSeconds?: number }): Record<string, string>;
  /** The same request signed by somebody who does not know the secret. */
  forged(request: SignedRequest): SignedRequest;
  /** The same request, rightly signed so many seconds ago. */
  aged(request: SignedRequest, seconds: number): SignedRequest;
  /** Sockets that have been greeted. */
  readonly connections: number;
  connected(sockets?: number): Promise<void>;
  /** Cuts every socket without a word. Events wait until the app is back; what a member does meanwhile fails. */
  drop(): void;
  /**
   * Asks every connection to be renewed, as Slack does every few hours; each goes on being used until it is closed
   * (slack-socket-renewal). `too_many_websockets` asks the same of one that is one too many.
   */
  refresh(reason?: "refresh_requested" | "warning" | "too_many_websockets"): void;
  /** Asks the app's address whether it is the app's, as Slack does when it is entered, and by **Retry**. */
  verifyUrl(url: string): Promise<boolean>;
  /** Every connection is cut, and so is each new one, until it is back. */
  away(): void;
  back(): void;
  close(): Promise<void>;
}
