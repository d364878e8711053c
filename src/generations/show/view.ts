import type { VideoLink } from "../../chat/contract/card.ts";
import type { MessageRef } from "../../chat/contract/chat.ts";
import type { Place } from "../../chat/contract/invocation.ts";
import type { Units } from "../../credits/units.ts";
import type { Media } from "../../models/parts/model.ts";
import type { GenerationState } from "../../store/tables.ts";
import type { Text } from "../../text/text.ts";
import type { LocalMaker } from "../makers/local.ts";

/** A generation as people are shown it: everything a card needs, nothing of how it is kept. */
export interface GenerationView {
  id: string;
  state: GenerationState;
  place: Place;
  member: string;
  memberName: string;
  /** In which language all of it is told (BCP 47). */
  locale: string;
  /** The line that asks for it again, without the slash, its files by the names under which they are kept. */
  line: string;
  makes: "video" | "element";
  /** The model's name for members. */
  model: Text;
  /** `5 s · 720p · 16:9`. */
  details: Text;
  prompt: string;
  /** The name in the cast, of an element. */
  elementName: string | undefined;
  /** What an element is made from. */
  elementFrom?: "pictures" | "video" | undefined;
  price: Units;
  /** What was charged in the end; nothing while it is under way. */
  charged: Units | undefined;
  /** What the gateway said it set aside for it; nothing when it said nothing that can be read. */
  reserved?: Units | undefined;
  /** What the member can spend now. */
  available: Units;
  /** Place in the queue, from 1; only while it waits for a slot. */
  queuePlace: number | undefined;
  /** 0 to 1. */
  progress: number;
  /** Until it is done, as far as is known. */
  secondsLeft: number | undefined;
  /** As its chat takes it: the video itself, or a smaller version of it. */
  video: Media | undefined;
  /** The video itself, where `video` is a smaller version. */
  original: Media | undefined;
  /** Where it can be watched outside the chat. */
  videoLink: VideoLink | undefined;
  /** The video was there and has been deleted. */
  deleted: boolean;
  /** It was let go for its age or its size: it is not kept here any more. */
  letGo: boolean;
  /** It stays, whatever its age. */
  pinned: boolean;
  /** How long a finished video can still be had from the gateway; only while it is being fetched. */
  fetchSeconds: number | undefined;
  facts: ResultFacts;
  /** The gateway's code, or one of ours, of why it failed. */
  errorCode: string | undefined;
  /** What Reelay makes by itself: what is being done meanwhile, and what is said when it failed. Nothing of a gateway's. */
  madeHere: Pick<LocalMaker, "doing" | "failed"> | undefined;
}

/** What commands go by when they offer something under a finished video. */
export interface ResultFacts {
  /** It was made by a model that is still offered, so it can be asked for again. */
  repeatable: boolean;
  /** The family of that model, where it has one: `kling-3`. */
  family: string | undefined;
  /** The quality that was asked for: `720p`. */
  quality: string | undefined;
  /** The video's last frame can be had. */
  lastFrame: boolean;
  /** The video can have a page of its own. */
  shareable: boolean;
}

/** A chat has refused a video for its size. */
export interface TooLarge {
  /** The largest that is worth trying there next, in bytes: less than what was refused. */
  limitBytes: number;
}

/** How generations are told to the chat; main wires it to the adapters. */
export interface Announcer {
  /** Whether messages there show the library's own files: what is let go has to be taken out of them. */
  showsOurs(place: Place): boolean;
  /** How often an announcement may be edited there, in milliseconds, beside so many others under way. */
  editEveryMs(place: Place, others: { inChannel: number; inWorkspace: number }): number;
  /**
   * Posts the announcement; the same generation again gives the message that is there. `again`: an earlier try may
   * have posted it. `gone`: it can't, ever.
   */
  post(view: GenerationView, again: boolean): Promise<MessageRef | "gone">;
  /**
   * Shows the view in the announcement. Safe to repeat. `gone`: the message is deleted, or out of reach for good. A video
   * that the chat refuses for its size isn't shown, nor anything else of the view.
   */
  edit(message: MessageRef, view: GenerationView): Promise<"shown" | "gone" | TooLarge>;
  /**
   * Lets the member know of the end: beside the announcement, or by themselves when there is none or it is gone.
   * `again`: an earlier try may have done it. `gone`: they can't be reached.
   */
  notify(message: MessageRef | undefined, view: GenerationView, again: boolean): Promise<"told" | "gone">;
}
