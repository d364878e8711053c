import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../base/clock.ts";
import { newId } from "../../base/ids.ts";
import { type Card, privately } from "../../chat/contract/card.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import type { Text } from "../../text/text.ts";
import { createCache } from "../api/cache.ts";
import type { Call } from "../api/calls.ts";
import type { Profiles } from "../api/profiles.ts";
import { sayIn } from "../draw/say.ts";
import { menuWords } from "../form/form.words.ts";
import { homeView } from "../form/home-view.ts";
import type { Answers } from "../speak/answers.ts";
import type { Origin, OriginThere } from "../speak/origin.ts";
import type { Guard } from "./guard.ts";
import { type Once, RETRIES_MS } from "./once.ts";
import type { CardsOf, Order } from "./run.ts";

/** What the page shows, each as its command answers it. */
const SECTIONS = ["credits", "jobs", "element list", "settings"];

/** A page isn't drawn anew more often, however much its member does. */
const EVERY_MS = 5_000;
/** A conversation of two stays what it is. */
const CONVERSATION_KNOWN_MS = 24 * 3_600_000;
/** So many members' pages are kept fresh by themselves; others are when they are opened. */
const MOST_MEMBERS = 2_000;

/** The page that each member has with the bot: the balance, what is under way, the videos, the cast, the defaults. */
export interface Home {
  /** Draws it. `news` stands on top of it. */
  publish(origin: Origin, news?: readonly Card<Text>[]): Promise<void>;
  /** Runs what was pressed on the page, and shows its answer there. */
  act(origin: Origin, order: Order): Promise<void>;
  /** The member did something elsewhere that the page may show. */
  touched(origin: Origin): void;
  /** Ends what waits to be drawn. */
  close(): Promise<void>;
}

interface Ports {
  languages: Pick<Profiles, "localeOf">;
  dispatch: Pick<Dispatch, "commands" | "shown">;
  cardsOf: CardsOf;
  answers: Answers;
  guard: Guard;
  web: Pick<WebClient, "conversations" | "views">;
  call: Call;
  clock: Clock;
}

export function createHome({ languages, dispatch, cardsOf, answers, guard, web, call, clock }: Ports): Home {
  const closing = new AbortController();
  /** When each page that was opened was drawn last; those that wait for their turn. */
  const drawn = new LRUCache<string, number>({ max: MOST_MEMBERS });
  const waiting = new Map<string, Promise<void>>();

  const conversations = createCache<string>(clock, CONVERSATION_KNOWN_MS);

  /** What is asked for on the page happens in the conversation of the member and the bot. */
  const inConversation = async (origin: Origin): Promise<OriginThere> => {
    const channel = await conversations(keyOf(origin), async () => {
      const opened = await call("conversations.open", "repeat", () => web.conversations.open({ users: origin.user }));
      return opened.channel?.id ?? origin.user;
    });
    return { ...origin, channel };
  };
  const publish: Home["publish"] = async (origin, news = []) => {
    const here = await inConversation(origin);
    const sections: Card<Text>[] = [];
    const late: Card<Text>[] = [];
    for (const command of SECTIONS.filter((name) => dispatch.commands.some((one) => one.name === name))) {
      const sourceId = newId("home", clock.now());
      const [card, ...owed] = await cardsOf({ ...here, sourceId }, { command, typed: { line: "" } });
      if (card) sections.push(card);
      late.push(...owed);
    }
    const draw = (card: Card<Text>) => answers.blocksOf(card, origin);
    const title = await draw(privately<Text>("Reelay", menuWords.slogan));
    const cards = await Promise.all([...news, ...sections].map(draw));
    const view = homeView(title, cards, sayIn(await languages.localeOf(origin)));
    await call("views.publish", "repeat", () => web.views.publish({ user_id: origin.user, view }));
    drawn.set(keyOf(origin), clock.now());
    if (late.length > 0) await answers.give(here, late);
    await dispatch.shown([...news, ...sections, ...late]);
  };
  const publishLater = async (origin: Origin, key: string, last: number): Promise<void> => {
    await clock.sleep(Math.max(0, last + EVERY_MS - clock.now()), closing.signal);
    waiting.delete(key);
    if (!closing.signal.aborted) await guard(origin, () => publish(origin));
  };

  return {
    publish,
    act: async (origin, order) => {
      const here = await inConversation(origin);
      const cards = await cardsOf(here, order);
      const videos = cards.filter(({ video }) => video !== undefined);
      if (videos.length > 0) {
        await answers.give(here, videos);
        await dispatch.shown(videos);
      }
      await publish(
        origin,
        cards.filter(({ video }) => video === undefined),
      );
    },
    touched: ({ workspace, user, sourceId }) => {
      const key = keyOf({ workspace, user });
      const last = drawn.get(key);
      if (last === undefined || waiting.has(key)) return;
      waiting.set(key, publishLater({ workspace, user, sourceId }, key, last));
    },
    close: async () => {
      closing.abort();
      await Promise.all(waiting.values());
    },
  };
}

/** Draws the page when it is opened. */
export function listenToHome(app: App, { home, once, guard }: { home: Home; once: Once; guard: Guard }): void {
  app.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home" || !once.first(`event ${body.event_id}`, RETRIES_MS)) return;
    const origin = { workspace: body.team_id, user: event.user, sourceId: `slack:${body.event_id}` };
    await guard(origin, () => home.publish(origin));
  });
}

function keyOf({ workspace, user }: Pick<Origin, "workspace" | "user">): string {
  return `${workspace} ${user}`;
}
