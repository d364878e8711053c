import type { Express } from "express";
import type { Chat } from "../contract/chat.ts";
import type { Dispatch } from "../serve/dispatch.ts";

/** A chat that is configured: spoken in by every process, heard by those whose role it is. */
export interface Adapter {
  readonly chat: Chat;
  /**
   * Asks the chat whether it is there. Throws ConfigError when it refuses the token, anything else when it isn't there.
   * Missing for one that is in this process, and so is always there.
   */
  readonly check?: () => Promise<void>;
  /** Hears its members from now on; missing in a process that doesn't. Throws the same. */
  readonly listen?: (dispatch: Dispatch, how: Listening) => Promise<Ear>;
  /** Puts the routes on the server by which members reach us, where they do; until it is heard they answer 503. */
  readonly mount?: (app: Express) => void;
}

/** A chat that is being heard. */
export interface Ear {
  /** What the operator is told of it at the start. */
  readonly notice?: string;
  /** What keeps members from being heard now, one sentence each. */
  problems(): readonly string[];
  /** Whether it hears nobody at all now, and tries to by itself. */
  deaf?(): boolean;
  /** Resolves when it hears nothing any more and won't by itself; with what happened. */
  readonly ended?: Promise<unknown>;
  /** Hears nothing more, and waits until what was heard is answered. */
  close(): Promise<void>;
}

/** What whoever begins to hear a chat is given. */
export interface Listening {
  /** To be called whenever the ear's `problems` may be others. */
  changed(): void;
  /** Aborts when nobody wants to hear it any more. */
  signal: AbortSignal;
}
