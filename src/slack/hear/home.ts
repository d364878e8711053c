import type { App, types } from "@slack/bolt";
import { newId } from "../../base/ids.ts";
import type { Card } from "../../chat/contract/card.ts";
import { FORM_LABELS, homeTitle } from "../../chat/form/form-words.ts";
import { createCache } from "../api/cache.ts";
import { plain } from "../form/form-fields.ts";
import { HOME_NEW, HOME_REFRESH } from "./buttons.ts";
import { RETRIES_MS } from "./once.ts";
import type { Asker, Desk } from "./parts.ts";
import { type Asked, cardsOf, guarded } from "./run.ts";

/** What the page shows, each as its command answers it. */
const SECTIONS = ["credits", "jobs", "element list", "settings"];

/** Slack's limit of blocks in a view. */
const MOST_BLOCKS = 100;
/** A page isn't drawn anew more often, however much its member does. */
const EVERY_MS = 5_000;
/** A conversation of two stays what it is. */
const CONVERSATION_KNOWN_MS = 24 * 3_600_000;
/** So many members' pages are kept fresh by themselves; others are when they are opened. */
const MOST_MEMBERS = 2_000;

/** The page that each member has with the bot: the balance, what is under way, the videos, the cast, the defaults. */
export interface Home {
  /** Draws it. `news` stands on top of it. */
  publish(asker: Asker, news?: readonly Card[]): Promise<void>;
  /** Runs what was pressed on the page, and shows its answer there. */
  act(asker: Asker, asked: Asked): Promise<void>;
  /** The member did something elsewhere that the page may show. */
  touched(asker: Asker): void;
  /** Ends what waits to be drawn. */
  close(): Promise<void>;
}

export function createHome(desk: Desk): Home {
  const { web, call, answers, clock } = desk;
  const closing = new AbortController();
  /** When each page that was opened was drawn last; those that wait for their turn. */
  const drawn = new Map<string, number>();
  const waiting = new Map<string, Promise<void>>();

  const conversations = createCache<string>(clock, CONVERSATION_KNOWN_MS);

  /** What is asked for on the page happens in the conversation of the member and the bot. */
  const channelOf = async (asker: Asker): Promise<Asker & { channel: string }> => {
    const channel = await conversations(`${asker.workspace} ${asker.user}`, async () => {
      const opened = await call("conversations.open", "repeat", () => web.conversations.open({ users: asker.user }));
      return opened.channel?.id ?? asker.user;
    });
    return { ...asker, channel };
  };
  const publish: Home["publish"] = async (asker, news = []) => {
    const here = await channelOf(asker);
    const sections: Card[] = [];
    const late: Card[] = [];
    for (const command of SECTIONS.filter((name) => desk.dispatch.commands.some((one) => one.name === name))) {
      const sourceId = newId("home", clock.now());
      const [card, ...owed] = await cardsOf(desk, { ...here, sourceId }, { command, typed: { line: "" } });
      if (card) sections.push(card);
      late.push(...owed);
    }
    const blocks = await Promise.all(
      [homeTitle(), ...news, ...sections].map((card) => answers.blocksOf(card, asker.user)),
    );
    const [title = [], ...rest] = blocks;
    const all = [...title, BUTTONS, ...rest.flatMap((one) => [DIVIDER, ...one])].map(withoutId);
    const view = { type: "home" as const, blocks: all.slice(0, MOST_BLOCKS) };
    await call("views.publish", "repeat", () => web.views.publish({ user_id: asker.user, view }));
    remember(`${asker.workspace} ${asker.user}`);
    if (late.length > 0) await answers.give(here, late);
    await desk.dispatch.shown([...news, ...sections, ...late]);
  };
  const remember = (key: string) => {
    drawn.delete(key);
    drawn.set(key, clock.now());
    const [oldest] = drawn.keys();
    if (drawn.size > MOST_MEMBERS && oldest !== undefined) drawn.delete(oldest);
  };
  const publishLater = async (asker: Asker, key: string, last: number): Promise<void> => {
    await clock.sleep(Math.max(0, last + EVERY_MS - clock.now()), closing.signal);
    waiting.delete(key);
    if (!closing.signal.aborted) await guarded(desk, asker, () => publish(asker));
  };

  return {
    publish,
    act: async (asker, asked) => {
      const here = await channelOf(asker);
      const cards = await cardsOf(desk, here, asked);
      const videos = cards.filter(({ video }) => video !== undefined);
      if (videos.length > 0) {
        await answers.give(here, videos);
        await desk.dispatch.shown(videos);
      }
      await publish(
        asker,
        cards.filter(({ video }) => video === undefined),
      );
    },
    touched: (asker) => {
      const key = `${asker.workspace} ${asker.user}`;
      const last = drawn.get(key);
      if (last === undefined || waiting.has(key)) return;
      waiting.set(
        key,
        publishLater({ ...asker, channel: undefined, thread: undefined, respond: undefined }, key, last),
      );
    },
    close: async () => {
      closing.abort();
      await Promise.all(waiting.values());
    },
  };
}

/** Draws the page when it is opened. */
export function listenToHome(app: App, desk: Desk, home: Home): void {
  app.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home" || !desk.once.first(`event ${body.event_id}`, RETRIES_MS)) return;
    const asker = { workspace: body.team_id, user: event.user, sourceId: `slack:${body.event_id}` };
    await guarded(desk, asker, () => home.publish(asker));
  });
}

const DIVIDER: types.DividerBlock = { type: "divider" };

const BUTTONS: types.ActionsBlock = {
  type: "actions",
  elements: [
    { type: "button", action_id: HOME_NEW, text: plain(FORM_LABELS.newVideo, 75), style: "primary" },
    { type: "button", action_id: HOME_REFRESH, text: plain(FORM_LABELS.refresh, 75) },
  ],
};

/** Cards are drawn each for itself, so their blocks' names may be the same. */
function withoutId(block: types.KnownBlock): types.KnownBlock {
  const { block_id: _id, ...rest } = block;
  return rest as types.KnownBlock;
}
