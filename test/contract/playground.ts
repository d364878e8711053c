import { randomUUID } from "node:crypto";
import { type MessageView, visit } from "../../src/playground/client.ts";
import { hurryingClock } from "../support/clock.ts";
import type { Bench, Shown, Who } from "./chat.ts";
import { openGateway } from "./gateway.ts";
import { openReelay } from "./reelay.ts";

const AS = { ada: "member", ben: "friend", root: "admin" } as const satisfies Record<Who, string>;

/** Time goes by so many times as fast. */
const HURRY = 10;

/** What stands here for the names that lines are written with. */
const NAMES: Readonly<Record<string, string>> = { ada: "member", ben: "friend", root: "admin", crew: "friends" };
const written = (line: string) => line.replace(/@(ada|ben|root|crew)\b/g, (_, name: string) => `@${NAMES[name]}`);

export async function openPlaygroundBench(): Promise<Bench> {
  const clock = hurryingClock(HURRY);
  const gateway = await openGateway(clock);
  const reelay = await openReelay(gateway.env, clock);
  // The buttons of what was shown, to be pressed by their labels.
  const lines = new Map<string, ReadonlyMap<string, string>>();

  const show = (message: MessageView): Shown[] => {
    const { card, id } = message;
    if (!card) return [];
    const { title, text = "", fields = [], progress, buttons = [], footer = "", video, files = [] } = card;
    lines.set(id, new Map(buttons.map(({ label, line }) => [label, line])));
    const words = [title, text, ...fields.map(({ name, value }) => `${name} ${value}`), progress?.label ?? "", footer];
    return [
      {
        id,
        text: words.join("\n"),
        buttons: buttons.map(({ label }) => label),
        pinged: [],
        ...(video ? { video: () => visit(reelay.address).read(video.src) } : {}),
        files: Object.fromEntries(files.map(({ name, src }) => [name, () => visit(reelay.address).read(src)])),
      },
    ];
  };
  const say = async (who: Who, line: string, files: readonly { name: string; bytes: Uint8Array }[] = []) => {
    const nonce = randomUUID();
    const send = () => visit(reelay.address).say(`/${written(line)}`, { as: AS[who], files, nonce });
    const said = await send();
    return {
      answers: async () => said.filter((message) => message.private).flatMap(show),
      again: async () => void (await send()),
    };
  };

  return {
    get db() {
      return reelay.db;
    },
    type: say,
    press: async (who, { id }, label) => {
      const line = lines.get(id)?.get(label);
      if (line === undefined) throw new Error(`There is no button ${label}`);
      return say(who, line);
    },
    channel: async () => {
      const messages = await visit(reelay.address).messages("member");
      return messages.filter((message) => !message.private).flatMap(show);
    },
    remove: async ({ id }) => void (await reelay.db.deleteFrom("playground_messages").where("id", "=", id).execute()),
    tasks: async () => (await gateway.tasks()).length,
    wire: async () => (await gateway.tasks()).map(({ body }) => body),
    restart: reelay.restart,
    violations: () => [],
    [Symbol.asyncDispose]: async () => {
      await reelay.close();
      await gateway.close();
    },
  };
}
