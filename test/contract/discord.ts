import { commands } from "../../commands/index.ts";
import { systemClock } from "../../src/base/clock.ts";
import { findCommand } from "../../src/chat/command/find.ts";
import { type Attachment, isAttachment } from "../../src/chat/contract/invocation.ts";
import { parseLine } from "../../src/chat/line/line.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { Act, Fault, Slash } from "../support/discord/local-discord.ts";
import { readAsShown } from "../support/discord/reading.ts";
import { buttons, type Channel, type Message, texts, type User, walk } from "../support/discord/types.ts";
import type { Asked, Bench, NamedFile, Shown, Trouble, Who } from "./chat.ts";
import { openGateway } from "./gateway.ts";
import { openReelay } from "./reelay.ts";

const THINKING = 128;
/** What is chosen from a list is sent by its id. */
const MENTIONED = new Set<string>(["member", "role", "channel"]);
const CREW = "1100000000000000001";

/** What goes wrong with the bot's own messages; discord.js waits out a 429 and repeats after a 5xx by itself. */
const TROUBLES = {
  busy: { answer: 429, retryAfter: 0.05 },
  broken: { answer: 500 },
  "answer lost": { answer: "lose" },
} as const satisfies Record<Trouble, Omit<Fault, "path">>;

/** A Discord with one server and one channel in it, and a Reelay that is on that server. */
export async function openDiscordBench(): Promise<Bench> {
  const discord = await startDiscord({ patienceMs: 120_000 });
  const channel = discord.channel(discord.guild());
  const people: Readonly<Record<Who, User>> = {
    ada: discord.user({ name: "Ada" }),
    ben: discord.user({ name: "Ben", roles: [CREW] }),
    root: discord.user({ name: "Root", admin: true }),
  };
  const gateway = await openGateway(systemClock);
  const reelay = await openReelay({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.api, ...gateway.env });
  const known = new Map<string, Message>();
  const mentions: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(people).map(([who, { id }]) => [who, `<@${id}>`])),
    reelay: `<@${discord.bot.id}>`,
    stranger: `<@${discord.user({ name: "Stranger", elsewhere: true }).id}>`,
    crew: `<@&${CREW}>`,
  };
  /** As Discord's client writes the members and the role that are named. */
  const written = (line: string) =>
    line.replace(/(?<!\w)@([a-z]+)\b/g, (whole, name: string) => mentions[name] ?? whole);

  const whoIs = (id: string): Who | "everyone" => {
    const found = (Object.keys(people) as Who[]).find((who) => people[who].id === id);
    if (!found && id !== "everyone") throw new Error(`Nobody here is ${id}`);
    return found ?? "everyone";
  };
  const show = (message: Message): Shown => {
    known.set(message.id, message);
    return {
      id: message.id,
      text: readAsShown(texts(message)),
      buttons: buttons(message).map(({ label }) => label),
      pinged: message.pinged.map(whoIs),
      ...videoOf(message),
      files: filesOf(message),
    };
  };
  const asked = (act: Act): Asked => ({
    answers: async () => {
      await act.acked;
      const answer = await discord.until("the answer", () => answered(act) && { seen: act.seen() });
      return [...(answer.seen ? [answer.seen] : []), ...act.followups()].map(show);
    },
    again: async () => discord.repeat(act),
  });
  const messagesIn = (where: Channel) => discord.messages(where).filter(({ author }) => author === discord.bot);

  return {
    get db() {
      return reelay.db;
    },
    type: async (who, line, files = []) =>
      asked(discord.slash({ channel, user: people[who], ...slashOf(written(line), files) })),
    press: async (who, { id }, label) => {
      const message = known.get(id);
      if (!message) throw new Error("That message was never seen");
      return asked(discord.press({ message, user: people[who], label }));
    },
    channel: async () => messagesIn(channel).map(show),
    letters: async (who) => messagesIn(discord.dm(people[who])).map(show),
    remove: async ({ id }) => {
      const message = known.get(id);
      if (message) discord.deleteMessage(message);
    },
    trouble: (kind, times) => {
      for (const method of ["POST", "PATCH"]) {
        discord.fail({ ...TROUBLES[kind], method, path: /^\/channels\/\d+\/messages/, times });
      }
    },
    tasks: async () => (await gateway.tasks()).length,
    wire: async () => (await gateway.tasks()).map(({ body }) => body),
    restart: reelay.restart,
    violations: () => discord.violations,
    [Symbol.asyncDispose]: async () => {
      await reelay.close();
      await gateway.close();
      await discord.close();
    },
  };
}

/** Nothing is “thinking…” any more: there is an answer, or none was left. */
function answered(act: Act): boolean {
  const seen = act.seen();
  return seen === undefined || (seen.flags & THINKING) === 0;
}

function videoOf(message: Message): Pick<Shown, "video"> {
  const played = walk(message.components).flatMap(({ items = [] }) => items.map(({ media }) => media.url));
  const attachment = message.attachments.find(({ name }) => played.includes(`attachment://${name}`));
  return attachment ? { video: async () => (await fetch(attachment.url())).bytes() } : {};
}

/** What is shown beside a video: pictures in a gallery, other files by a component of their own. */
function filesOf(message: Message): NonNullable<Shown["files"]> {
  const shown = walk(message.components).flatMap(({ items = [], file }) => [
    ...items.map(({ media }) => media.url),
    ...(file ? [file.url] : []),
  ]);
  const files = message.attachments.filter(
    ({ name, contentType }) => shown.includes(`attachment://${name}`) && !contentType.startsWith("video/"),
  );
  return Object.fromEntries(files.map((file) => [file.name, async () => (await fetch(file.url())).bytes()]));
}

/** A line as Discord's client sends it: options by name, each of its option's type, and files in their places. */
export function slashOf(line: string, files: readonly NamedFile[]): Omit<Slash, "channel" | "user"> {
  const { command, rest } = findCommand(commands, line);
  if (!command) throw new Error(`There is no command in “${line}”`);
  const attached = files.map(
    ({ name, bytes }): Attachment => ({
      name,
      bytes: bytes.length,
      open: () => Promise.reject(new Error("Discord's client opens no files")),
    }),
  );
  const options: Record<string, string | number | boolean> = {};
  const attachments: Record<string, NamedFile> = {};
  for (const [name, given] of Object.entries(parseLine(rest, command.options, attached))) {
    const option = command.options[name];
    // Files have a place each there, so nothing has to say where they go.
    if (option?.filesGo) continue;
    const file = isAttachment(given) ? files[attached.indexOf(given)] : undefined;
    if (file) attachments[name] = file;
    else if (!option || isAttachment(given)) throw new Error(`/${command.name} has no option “${name}”`);
    else if (option.kind === "text") options[name] = String(given);
    else if (MENTIONED.has(option.kind)) options[name] = /\d{17,20}/.exec(String(given))?.[0] ?? String(given);
    else options[name] = option.read(given, name) as string | number | boolean;
  }
  const [name = "", subcommand] = command.name.split(" ");
  return { name, ...(subcommand === undefined ? {} : { subcommand }), options, attachments };
}
