import type { WebClient } from "@slack/web-api";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Card } from "../../chat/contract/card.ts";
import { type Chat, MessageGone, type Pace, type Posting } from "../../chat/contract/chat.ts";
import type { Place } from "../../chat/contract/invocation.ts";
import { createPace } from "../../chat/serve/pace.ts";
import type { Db } from "../../store/tables.ts";
import { createCall, type Patience } from "../api/calls.ts";
import { createProfiles } from "../api/profiles.ts";
import { SlackFailed } from "../api/trouble.ts";
import { cardBlocks, cardText, mentionOf } from "../draw/looks.ts";
import type { Naming } from "../draw/naming.ts";
import { createCardFiles } from "./card-files.ts";
import { createFileMessages } from "./file-messages.ts";
import { createFileRows } from "./file-rows.ts";
import { createPost, type Said } from "./posting.ts";
import { type MessagePlace, readRef, threadOf, writeRef } from "./ref.ts";
import { createUploader, type Library } from "./upload.ts";
import { createVideos, type Edit } from "./videos.ts";

/** `chat.update` is of tier 3, 50 a minute in a workspace and short bursts: docs.slack.dev/apis/web-api/rate-limits. */
const EDITS = { everyMs: 1_200, burst: 10 } as const;
const PACE: Pace = { messageMs: 3_000, sharedMs: EDITS.everyMs, sharedBy: "workspace" };

interface Ports {
  /** As `createSlackClient` makes it: one that tries again by itself would post twice. */
  client: WebClient;
  library: Library;
  naming: Naming;
  /** Keeps which files stand beside which card. */
  db: Db;
  clock: Clock;
  log: Logger;
}

/** Slack as far as Reelay speaks in it by itself: by the Web API and the bot's token, with no event to answer. */
export function createSlackChat({ client, library, db, naming, clock, log }: Ports): Chat {
  const call = createCall({ clock, log });
  const post = createPost({ client, call, clock, log });
  const edits = createPace({ ...EDITS, clock });
  const sayCard = (given: Card, remark?: string): Said => {
    const card = naming.card(given);
    return { text: cardText(card), blocks: cardBlocks(card, remark === undefined ? {} : { remark }) };
  };

  const update = async ({ channel, ts }: MessagePlace, patience: Patience, card: Card, remark?: string) => {
    const said = sayCard(card, remark);
    await call("chat.update", patience, () => client.chat.update({ channel, ts, ...said }));
  };
  const edit: Edit = async (place, card, remark) => {
    await edits.take(place.workspace, "may-wait");
    await update(place, "repeat", card, remark);
  };
  const uploader = createUploader({ client, call, library, log });
  const files = createFileMessages({ client, call, uploader, rows: createFileRows({ db, clock }), clock, log });
  const videos = createVideos({ files, edit });
  const putFiles = createCardFiles({ files, edit });
  const profiles = createProfiles({ web: client, call, clock, log });

  /** What the next edit shows anyway is left out where there is no room for it. */
  const showProgress = async (place: MessagePlace, card: Card): Promise<void> => {
    if (!(await edits.take(place.workspace, "only-if-free"))) return;
    try {
      await update(place, "drop", card);
    } catch (error) {
      if (!(error instanceof SlackFailed) || error.how !== "limited") throw error;
      log.debug({ key: place.key }, "Slack had no room for a progress bar");
    }
  };

  const show = async (place: MessagePlace, card: Card): Promise<void> => {
    if (card.tone === "busy") return showProgress(place, card);
    if (card.video) return videos.put(place, card, card.video);
    if (card.stays !== undefined) return videos.leave(place, card);
    // A failed job never had a video.
    return card.tone === "bad" ? edit(place, card) : videos.takeAway(place, card);
  };

  /** The bot's conversation with a member. */
  const open = async (users: string): Promise<string> => {
    const { channel } = await call("conversations.open", "repeat", () => client.conversations.open({ users }));
    if (channel?.id === undefined) throw new TypeError("conversations.open gave no conversation");
    return channel.id;
  };

  const postCard = async (to: Pick<Place, "workspace" | "channel" | "thread">, posting: Posting, card: Card) => {
    const { workspace, thread } = to;
    // A member in the place of a channel is the conversation with them.
    const channel = /^[UW]/.test(to.channel) ? await open(to.channel) : to.channel;
    const about = { workspace, channel, key: posting.key, ...(thread === undefined ? {} : { thread }) };
    const place = await post(about, posting, sayCard(card));
    if (card.video) await videos.put(place, card, card.video);
    else if (card.files?.length) await putFiles(place, card, card.files);
    return writeRef(place);
  };

  /** Somebody of the workspace who has an account there. */
  const person: NonNullable<Chat["person"]> = async ({ workspace }, id) => {
    if (!/^[UW][A-Z0-9]+$/.test(id)) return undefined;
    try {
      const { actor, refused } = await profiles.find(workspace, id);
      if (refused === "gone" || refused === "stranger") return undefined;
      return { id, name: actor.name, bot: refused === "bot" };
    } catch (error) {
      if (error instanceof MessageGone) return undefined;
      throw error;
    }
  };

  return {
    platform: "slack",
    pace: PACE,
    post: postCard,
    edit: (ref, card) => show(readRef(ref), card),
    notify: async (ref, member, { key, again }, line) => {
      const { workspace, channel, ...message } = readRef(ref);
      await post(
        { workspace, channel, thread: threadOf(message), key },
        { again },
        mentionOf(member, naming.text(line)),
      );
    },
    person,
    direct: async ({ workspace }, member, posting, card) => {
      await postCard({ workspace, channel: member }, posting, card);
    },
  };
}
