import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/app/config/config.ts";
import { start } from "../../src/app/start.ts";
import { createLog } from "../../src/base/log.ts";
import { openGateway } from "../contract/gateway.ts";
import { connect, HURRY, MANIFEST, type Mode, PATIENCE_MS, slackEnv } from "../contract/slack.ts";
import { hurryingClock } from "../support/clock.ts";
import { buttons, texts } from "../support/slack/looks.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { Act, Channel, Ephemeral, Member, Message, View } from "../support/slack/types.ts";

export type Live = Awaited<ReturnType<typeof openLive>>;

/** A workspace with its members, a whole Reelay in it, and a gateway beside it that answers at once. */
export async function openLive(mode: Mode, env: Readonly<Record<string, string>> = {}) {
  const dir = await mkdtemp(join(tmpdir(), "reelay-slack-"));
  const clock = hurryingClock(HURRY);
  const log = createLog("silent");
  const slack = await localSlack({ manifest: MANIFEST, rates: HURRY, now: clock.now, triggerMs: PATIENCE_MS });
  const gateway = await openGateway(clock);
  const config = readConfig({
    ...slackEnv(slack, mode),
    ...gateway.env,
    DATA_DIR: dir,
    PORT: "0",
    DEFAULT_ALLOWANCE: "1000",
    DEFAULT_MAX_JOBS: "20",
    ...env,
  });
  const reelay = await start(config, { log, clock });
  await connect(slack, mode, reelay.address);

  const members = {
    ada: slack.member({ name: "ada" }),
    ben: slack.member({ name: "ben" }),
    root: slack.member({ name: "root", admin: true }),
  };
  const { ada } = members;
  const everybody = Object.values(members).map(({ id }) => id);
  /** A room of its own for each test, so that none sees another's. */
  const room = (about: Parameters<typeof slack.channel>[0] = {}) => slack.channel({ members: everybody, ...about });
  const type = (text: string, channel: Channel, who: Member = ada, command = "/reelay") =>
    slack.slash({ user: who.id, channel: channel.id, command, text });
  const by = (channel: Pick<Channel, "id">) =>
    slack.messages(channel.id).filter(({ user }) => user === slack.team.botUser);
  const begun = (channel: Channel) =>
    slack.until(() => by(channel).find(({ threadTs }) => threadTs === undefined), "the announcement");
  /** The messages by which the bot has shared files there. */
  const shares = (channel: Pick<Channel, "id">) => by(channel).filter(({ files }) => files.length > 0);
  /** The videos that another member than the one who asked can watch from a card. */
  const videos = (message: Message) => {
    const reader = message.channel.startsWith("D") ? members.ada : members.ben;
    return slack.seen(message, reader.id).filter(({ mimetype }) => mimetype === "video/mp4");
  };
  const finished = (message: Message) => slack.until(() => videos(message).length > 0 && message, "the video");
  const answer = (act: Act) => slack.until(() => act.ephemerals()[0], "an answer");
  const form = (act: Act) =>
    slack.until(() => act.views().find(({ content }) => content.submit !== undefined), "the form");
  /** Everything that was ever held. */
  const holds = () => reelay.db.selectFrom("holds").select("id").orderBy("id").execute();

  return {
    ...{ slack, reelay, ...members, room, type, by, begun, videos, shares, finished, answer, form, holds },
    tasks: gateway.tasks,
    /** The finished message of a line that is typed in a new room. */
    make: async (text: string) => {
      const channel = room();
      type(text, channel);
      const message = await begun(channel);
      return finished(message);
    },
    [Symbol.asyncDispose]: async () => {
      await reelay.stop();
      await gateway.close();
      await slack.close();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** All its words, without its buttons. */
export function wordsIn(shown: Message | Ephemeral | View): string {
  return texts({ text: "", blocks: shown.blocks.filter(({ type }) => type !== "actions") }).join("\n");
}

export function labelsIn(shown: Message | Ephemeral | View): string[] {
  return buttons(shown).map(({ label }) => label);
}

/** The line that is shown to be copied. */
export function toCopy({ blocks }: Ephemeral): string | undefined {
  const found = /"type":"rich_text_preformatted","elements":\[\{"type":"text","text":("(?:[^"\\]|\\.)*")/.exec(
    JSON.stringify(blocks),
  );
  return found?.[1] === undefined ? undefined : (JSON.parse(found[1]) as string);
}
