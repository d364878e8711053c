import { commands, messageCommands } from "../../commands/index.ts";
import { meaningsOf } from "../../src/chat/command/command.ts";
import { findCommand } from "../../src/chat/command/find.ts";
import { lackingOf } from "../../src/chat/form/lacking.ts";
import { parseLine } from "../../src/chat/line/line.ts";
import { manifest } from "../../src/slack/manifest/manifest.ts";
import { hurryingClock } from "../support/clock.ts";
import { buttons, texts } from "../support/slack/looks.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { Act, Ephemeral, Fault, LocalSlack, Member, Message, View } from "../support/slack/types.ts";
import { type Asked, type Bench, type NamedFile, type Shown, type Trouble, until, type Who } from "./chat.ts";
import { openGateway } from "./gateway.ts";
import { openReelay } from "./reelay.ts";

export type Mode = "socket" | "http";

/** The app as its operator makes it. */
export const MANIFEST = manifest(commands, messageCommands);
/** Just the scopes that the manifest asks for. */
export const SCOPES = MANIFEST.oauth_config.scopes.bot;

/** What a Reelay needs to live in that Slack. */
export function slackEnv({ team, appToken, signingSecret, apiUrl }: LocalSlack, mode: Mode): Record<string, string> {
  const way = mode === "socket" ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret };
  return { SLACK_BOT_TOKEN: team.botToken, SLACK_API_URL: apiUrl, ...way };
}

/** Tells Slack where a Reelay that has just started is. */
export async function connect(slack: LocalSlack, mode: Mode, address: string): Promise<void> {
  if (mode === "socket") return slack.connected();
  // Until Reelay has reached Slack it hears nothing from it.
  await until("Slack to be heard", async () => !(await (await fetch(`${address}/readyz`)).text()).includes('"slack"'));
  slack.toHttp(`${address}/slack/events`);
}

/** A line as it reaches an app: Slack escapes it, and wraps the links and the calls that it finds in it. */
export function asSent(line: string): string {
  return line
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/https?:\/\/[^\s"()<>]+/g, "<$&>")
    .replace(/(?<!\w)@(channel|here|everyone)\b/g, "<!$1>");
}

/** What opens a form for a line with files: the line itself, where it waits for a file, else its command alone. */
function opening(line: string): { text: string; values: Record<string, string> } {
  const { command, rest } = findCommand(commands, line);
  if (!command) throw new Error(`There is no command in “${line}”`);
  const given = parseLine(rest, meaningsOf(command), []);
  if (lackingOf(command.options, given) === "file") return { text: line, values: {} };
  const values = Object.entries(given).flatMap(([name, value]) => {
    const said = String(value);
    if (!command.options[name]?.lines) return [[name, said]];
    return said.split("\n").map((one, index) => [`${name}#${index + 1}`, one]);
  });
  return { text: command.name, values: Object.fromEntries(values) };
}

/** Time goes by so many times as fast, and so do Slack's limits. */
export const HURRY = 10;
/** A busy machine may open a form later than Slack would take it. */
export const PATIENCE_MS = 10 * 60_000;

const FAULTS = {
  busy: { status: 429, retryAfter: 1 },
  broken: { status: 500 },
  "answer lost": { status: "lose" },
} as const satisfies Record<Trouble, Partial<Fault>>;

/** A channel of a local Slack with three members, and a Reelay in it. */
export async function openSlackBench(mode: Mode): Promise<Bench> {
  const clock = hurryingClock(HURRY);
  const slack = await localSlack({ manifest: MANIFEST, rates: HURRY, now: clock.now, triggerMs: PATIENCE_MS });
  const gateway = await openGateway(clock);
  const reelay = await openReelay({ ...slackEnv(slack, mode), ...gateway.env }, clock);
  await connect(slack, mode, reelay.address);
  const members: Record<Who, Member> = {
    ada: slack.member({ name: "ada" }),
    ben: slack.member({ name: "ben" }),
    root: slack.member({ name: "root", admin: true }),
  };
  const channel = slack.channel({ name: "harbour", members: Object.values(members).map(({ id }) => id) }).id;
  /** What was shown, to be pressed or deleted. */
  const known = new Map<string, Message | Ephemeral>();

  const crew = slack.group("crew", [members.ben.id]);
  const mentions: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.values(members).map(({ id, name }) => [name, `<@${id}|${name}>`])),
    reelay: `<@${slack.team.botUser}|reelay>`,
    crew: `<!subteam^${crew.id}|@crew>`,
  };
  /** As Slack sends what a member typed: it knows the members and groups that are named, and nobody else. */
  const sent = (line: string) =>
    asSent(line).replace(/(?<!\w)@([a-z]+)\b/g, (whole, name: string) => mentions[name] ?? whole);

  /** A message as `reader` sees it, another member than who asked wherever there is one. */
  const show = (shown: Message | Ephemeral, reader: Who = "ben"): Shown => {
    const id = `${shown.channel}:${shown.ts}`;
    known.set(id, shown);
    const ready = "files" in shown ? slack.seen(shown, members[reader].id) : [];
    const file = ready.find(({ mimetype }) => mimetype.startsWith("video/"));
    const pings = slack.pinged.filter((one) => one.channel === shown.channel && one.ts === shown.ts);
    const labels = buttons(shown).map(({ label }) => label);
    return {
      id,
      text: texts({ ...shown, blocks: shown.blocks.filter(({ type }) => type !== "actions") }).join("\n"),
      buttons: labels,
      pinged: pings.map(({ who }) => nameOf(who)),
      ...(file ? { video: async () => file.bytes } : {}),
      files: Object.fromEntries(
        ready.filter((one) => one !== file).map(({ name, bytes }) => [name, async () => bytes]),
      ),
    };
  };
  const nameOf = (id: string): Who | "everyone" => {
    const found = (["ada", "ben", "root"] as const).find((who) => members[who].id === id);
    return found ?? "everyone";
  };
  const posted = (place: string) => slack.messages(place).filter(({ user }) => user === slack.team.botUser);
  const isCard = ({ blocks }: Message) => blocks.length > 0;
  const announced = () => posted(channel).filter((message) => message.threadTs === undefined && isCard(message));
  /** What stands in a conversation: a file's own message is part of the card that links to it. */
  const cards = (place: string, reader: Who) => {
    const all = posted(place);
    const linked = new Set(all.flatMap((message) => slack.linked(message, members[reader].id)));
    return all.filter((message) => !linked.has(message)).map((message) => show(message, reader));
  };

  /** What came of an act: `begun` is the first of it, as typing a line that a form is opened for. */
  const asked = (act: Act, begun = act): Asked => {
    const before = new Set(announced());
    const errors = () => Object.values(formOf(begun)?.errors ?? {});
    return {
      answers: () =>
        slack.until(() => {
          const shown = begun.ephemerals();
          if (shown.length > 0) return shown.map((one) => show(one));
          if (errors().length > 0)
            return [{ id: begun.triggerId ?? "", text: errors().join("\n"), buttons: [], pinged: [] }];
          return announced().some((message) => !before.has(message)) && [];
        }, "an answer"),
      again: async () => void (await act.again().acked),
    };
  };
  const formOf = (act: Act): View | undefined => act.views()[0];
  const attach = async (who: Who, line: string, files: readonly NamedFile[]): Promise<Asked> => {
    const { text, values } = opening(line);
    const begun = slack.slash({ user: members[who].id, channel, command: "/reelay", text: sent(text) });
    const view = await slack.until(() => formOf(begun), "the form");
    const act = slack.submit({ user: members[who].id, view, values, files: { files } });
    await act.acked;
    return asked(act, begun);
  };

  return {
    get db() {
      return reelay.db;
    },
    type: async (who, line, files = []) => {
      if (files.length > 0) return attach(who, line, files);
      return asked(slack.slash({ user: members[who].id, channel, command: "/reelay", text: sent(line) }));
    },
    press: async (who, { id }, label) => {
      const on = known.get(id);
      if (!on) throw new Error(`Nobody has seen ${id}`);
      return asked(slack.press({ user: members[who].id, on, label }));
    },
    channel: async () => cards(channel, "ben"),
    letters: async (who) => cards(slack.dm(members[who].id).id, who),
    remove: async ({ id }) => {
      const message = known.get(id);
      if (message && "files" in message) slack.deleteMessage(message);
    },
    trouble: (kind, times) => {
      for (const method of ["chat.postMessage", "chat.update"]) slack.fail({ method, ...FAULTS[kind], times });
    },
    tasks: async () => (await gateway.tasks()).length,
    wire: async () => (await gateway.tasks()).map(({ body }) => body),
    restart: async () => {
      await reelay.restart();
      await connect(slack, mode, reelay.address);
    },
    violations: () => slack.violations,
    [Symbol.asyncDispose]: async () => {
      await reelay.close();
      await gateway.close();
      await slack.close();
    },
  };
}
