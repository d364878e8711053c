import type { types } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type Keyv from "keyv";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { MessageCommand } from "../../chat/command/message-command.ts";
import type { Chat } from "../../chat/contract/card.ts";
import type { Attachment, Blocked } from "../../chat/contract/invocation.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import type { Turns } from "../../chat/serve/turns.ts";
import type { Call } from "../api/calls.ts";
import type { HttpReceiver } from "../api/receiver.ts";
import type { FormFile } from "../form/form-state.ts";
import type { Usual } from "../form/form-view.ts";
import type { Kept } from "../form/keep.ts";
import type { Naming } from "../speak/naming.ts";
import type { People } from "../speak/people.ts";
import type { Answers } from "./answers.ts";
import type { Once } from "./once.ts";

/** What the adapter is given by whoever puts Reelay together. */
export interface SlackParts {
  botToken: string;
  /** With it Socket Mode, else by what Slack sends to our own server. */
  appToken?: string | undefined;
  http?: HttpReceiver | undefined;
  /** Slack's Web API, with or without a slash at its end. */
  apiUrl: string;
  dispatch: Dispatch;
  messageCommands: readonly MessageCommand[];
  chat: Chat;
  /** Gets the bot into the channel where it may; else says why it can't post there. */
  reach(channel: string): Promise<Blocked | undefined>;
  /** A file in Slack as a command takes it. Of one that is known by its id alone, Slack is asked when it is read. */
  attachmentOf(file: FormFile): Attachment;
  /** What a member usually wants, for a form to begin with. */
  usual(owner: { workspace: string; member: string }): Promise<Usual>;
  /** Holds what may be lost: lines and files of buttons. */
  drafts: Keyv<unknown>;
  /** Told when Slack can or can't reach us any more. */
  changed?: () => void;
  clock: Clock;
  log: Logger;
}

/** What all of the adapter's listeners share. */
export interface Desk extends Omit<SlackParts, "botToken" | "appToken" | "http" | "apiUrl" | "drafts" | "changed"> {
  web: WebClient;
  call: Call;
  naming: Naming;
  people: People;
  answers: Answers;
  kept: Kept;
  once: Once;
  /** What is acknowledged waits here, so that it holds up no other acknowledgement. */
  turns: Turns;
  /** The workspace that the bot is in; undefined when it is in a whole organisation. */
  workspace: string | undefined;
  /** A member has done something that their page may show. */
  acted(asker: Asker): void;
}

/** Who did something in Slack, where, and how they can be answered. */
export interface Asker {
  workspace: string;
  user: string;
  /** Of what was done, and the same when Slack sends it again. */
  sourceId: string;
  /** Missing where no conversation is looked at. */
  channel?: string | undefined;
  /** An app can't be added to the conversation, as to a direct message of two members. */
  closed?: boolean | undefined;
  thread?: string | undefined;
  /** Nobody has answered in the thread yet: what a member alone is shown can't be shown there. */
  startsThread?: boolean | undefined;
  /** Opens one form, within three seconds. */
  trigger?: string;
  /** Slack's address for answers to what was done: half an hour, five times. */
  respond?: ((message: { text: string; blocks: types.KnownBlock[] }) => Promise<unknown>) | undefined;
}
