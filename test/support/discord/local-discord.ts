import type {
  Acknowledgement,
  Channel,
  ChannelKind,
  Choice,
  Command,
  Component,
  File,
  Guild,
  Message,
  Modal,
  Permission,
  Snowflake,
  User,
} from "./types.ts";

export interface DiscordOptions {
  /**
   * What the 3 s, the 15 min, the nonces and the addresses' ends are judged by; the machine's own when not given. Rate
   * limits always go by the machine's, since discord.js waits by that.
   */
  clock?: { now(): number };
  /** Whether bodies are checked against Discord's own specification where that lies beside the checkout. Default yes. */
  check?: boolean;
  token?: string;
  /** What `/gateway/bot` recommends. Default 1. */
  shards?: number;
  /** Shards that may identify within 5 s. Default 16, so that a test need not wait; a small bot really has 1. */
  maxConcurrency?: number;
  /** How often `/gateway/bot` says that the bot may still connect today. Default 999. */
  connectionsLeft?: number;
  /** Rows of docs/platforms.md that don't hold here: those of `TURNABLE` in `otherwise.ts`. */
  otherwise?: readonly string[];
  /** What the developer portal has been set to, as fields of the application. */
  application?: Readonly<Record<string, unknown>>;
  heartbeatMs?: number;
  /** What a channel takes of new messages, and of edits. Default 5 in 5,000 ms, as Discord; `false` for no limits at all. */
  rate?: { limit: number; windowMs: number } | false;
  /** The largest file in bytes that the bot may upload where a guild or channel says nothing else. Default 10 MiB. */
  attachmentSizeLimit?: number;
  /** How long `acked` and `until` wait before they reject, in real milliseconds. Default 20,000. */
  patienceMs?: number;
}

/** What a member did, and what came of it. */
export interface Act {
  readonly id: Snowflake;
  readonly user: User;
  readonly channel: Channel;
  /** The message whose button was pressed, also when a form came of that. */
  readonly message?: Message;
  /** The first answer that Discord took. Rejects when none comes within `patienceMs`. */
  readonly acked: Promise<Acknowledgement>;
  /** What the member sees at last: waits while it says “thinking…”. A deferred update gives the message that was updated. */
  response(): Promise<Message>;
  /** The same as it is now; undefined when there is nothing, or it was deleted. */
  seen(): Message | undefined;
  followups(): readonly Message[];
  /** Rejects when the answer was something else. */
  modal(): Promise<Modal>;
  choices(): Promise<readonly Choice[]>;
}

export interface Slash {
  channel: Channel;
  user: User;
  /** Without the slash. */
  name: string;
  subcommand?: string;
  /** By the options' names. What Discord's own client would refuse is an error of the test's. */
  options?: Readonly<Record<string, string | number | boolean>>;
  attachments?: Readonly<Record<string, File>>;
}

export interface Autocomplete extends Omit<Slash, "attachments"> {
  /** The option that is being typed; its text so far is in `options`. */
  focused: string;
}

export interface Press {
  message: Message;
  user: User;
  customId?: string;
  label?: string;
  /** What was picked, when it is a select. */
  values?: readonly string[];
}

export interface Submit {
  /** The act that was answered by a form. */
  modal: Act;
  /** By custom_id: text, a select's picked values. What is left out keeps the value that the form came with. */
  values?: Readonly<Record<string, string | readonly string[]>>;
  files?: Readonly<Record<string, readonly File[]>>;
}

export interface Said {
  content?: string;
  files?: readonly File[];
  /** Of the second version; the files are named in them as `attachment://boat.png`. */
  components?: readonly Component[];
}

/** What is to go wrong, for the next `times` (1) requests that fit. */
export interface Fault {
  method?: string;
  /** Looked for in the path behind `/api/v10`, or in that of an attachment. */
  path: RegExp;
  /**
   * A status to answer instead, with Discord's own code where one is given; `cut` closes the connection before anything is done, `lose` after it is done (neither
   * is repeated by discord.js itself); `slow` does it after `delayMs`. An attachment can only be `cut`, and is halfway.
   */
  answer: number | { status: number; code: number } | "cut" | "lose" | "slow";
  times?: number;
  /** Of an answer of 429, in seconds. Default 1. */
  retryAfter?: number;
  /** Whether a 429 is that of the whole bot. */
  global?: boolean;
  delayMs?: number;
}

export interface Request {
  readonly method: string;
  /** Behind `/api/v10`, with the query. */
  readonly path: string;
  readonly status: number | "cut";
  /** By the machine's clock. */
  readonly at: number;
  readonly body: unknown;
  /** How many files came with it. */
  readonly files: number;
}

/** A Discord on 127.0.0.1: REST, gateway and attachments, with its members in the test's hand. */
export interface LocalDiscord {
  /** `http://127.0.0.1:port`; attachments are under it. */
  readonly url: string;
  /** What `rest: { api }` of a client is to be: `url` and `/api`. */
  readonly api: string;
  readonly token: string;
  readonly applicationId: Snowflake;
  readonly bot: User;

  /** On the shard, where one is named; otherwise anywhere. */
  guild(given?: {
    name?: string;
    locale?: string;
    attachmentSizeLimit?: number;
    /** What the bot's role lacks there. */
    denied?: readonly Permission[];
    premiumTier?: 0 | 1 | 2 | 3;
    shard?: readonly [number, number];
  }): Guild;
  channel(
    guild: Guild,
    given?: { name?: string; kind?: Exclude<ChannelKind, "thread" | "dm">; attachmentSizeLimit?: number },
  ): Channel;
  /** A thread, or a forum's post. A private one has `members` in it and nobody else, the bot neither. */
  thread(
    parent: Channel,
    given?: { name?: string; archived?: boolean; locked?: boolean; private?: boolean; members?: readonly User[] },
  ): Channel;
  dm(user: User): Channel;
  /** A member of every guild, unless they are elsewhere. */
  user(given?: {
    name?: string;
    admin?: boolean;
    locale?: string;
    dms?: boolean;
    roles?: readonly string[];
    elsewhere?: boolean;
    bot?: boolean;
    uploadLimit?: number;
  }): User;
  /**
   * A member posts, or another bot does, which may use components too. Who is mentioned in a private thread is in it
   * from then on.
   */
  say(channel: Channel, user: User, given: Said): Message;
  /** A member forwards a message. */
  forward(message: Message, user: User, to: Channel): Message;

  /** Takes just these permissions from the bot in the channel and its threads; none gives all back. */
  deny(channel: Channel, ...permissions: Permission[]): void;
  /** Gives just these permissions to the bot in the channel and its threads, beyond the ordinary; none takes all away. */
  allow(channel: Channel, ...permissions: Permission[]): void;
  /** Somebody comes into a thread, or leaves it; the bot too. */
  join(thread: Channel, user: User): void;
  leave(thread: Channel, user: User): void;
  /** Only moderators may write in it from now on. */
  lock(thread: Channel): void;
  archive(thread: Channel, given?: { locked?: boolean }): void;
  deleteChannel(channel: Channel): void;
  deleteMessage(message: Message): void;
  removeBot(guild: Guild): void;
  /** Every attachment's address that was given so far has expired; asking for the message again gives a fresh one. */
  expireAttachments(): void;

  slash(given: Slash): Act;
  autocomplete(given: Autocomplete): Act;
  messageCommand(given: { name: string; message: Message; user: User }): Act;
  press(given: Press): Act;
  submit(given: Submit): Promise<Act>;
  /** Delivers an act once more to whoever listens now, as a connection that lost its place does. */
  repeat(act: Act): void;

  /** Oldest first, without ephemeral and deleted ones. */
  messages(channel: Channel): readonly Message[];
  /** Of a guild, or the global ones. */
  commands(guild?: Guild): readonly Command[];
  /** Commands created so far today, by the rule of 200 a day. */
  readonly commandsCreated: number;
  /** Acts that got no acknowledgement within `patienceMs`. */
  readonly unanswered: readonly Snowflake[];
  /** Waits until it gives something other than undefined and false, looking at each change. Rejects after `patienceMs`. */
  until<T>(what: string, look: () => T | undefined | false): Promise<T>;

  fail(fault: Fault): void;
  /** Requests so far, oldest first; the last 10,000. */
  readonly requests: readonly Request[];
  /** 429s given, those of `fail` too. */
  readonly limited: number;
  /** Answers of 401, 403 and 429 within the last 10 minutes: Discord bans an address that has 10,000. */
  readonly invalidRequests: number;
  /** What was wrong with bodies, by the specification and by Discord's own rules. A good bot leaves it empty. */
  readonly violations: readonly string[];
  /** Whether bodies are checked against the specification. */
  readonly checked: boolean;

  /** Cuts every gateway connection without a goodbye. What happens meanwhile is replayed to whoever resumes. */
  drop(): void;
  /** Closes every connection with a code of Discord's own: 4004 for a token that is no good, for example. */
  hangUp(code: number): void;
  /** The bot's token is no good any more: REST answers 401, the gateway closes with 4004. */
  revoke(): void;
  /** The token that was revoked is good again. */
  restore(): void;
  /** Asks every connection to come back and resume. */
  reconnect(): void;
  /** Ends every session, so that the bot must identify anew. */
  invalidate(): void;
  /** Every connection is cut, and so is each new one, until it is back. */
  away(): void;
  back(): void;
  /** Shards that are connected now: `[id, count]`. */
  shards(): readonly (readonly [number, number])[];
  readonly resumed: number;
  readonly identified: number;

  close(): Promise<void>;
}
