import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { readConfig } from "../../src/app/config/config.ts";
import { start } from "../../src/app/start.ts";
import { createLog } from "../../src/base/log.ts";
import type { WireBody } from "../../src/models/parts/model.ts";
import { type MessageView, visit } from "../../src/playground/client.ts";
import type { Ask } from "./ask.ts";
import { filesNamed, hashOf } from "./files.ts";

type SeenCard = NonNullable<MessageView["card"]>;

const tasks = z.object({
  tasks: z.array(
    z.object({ id: z.string(), model: z.string(), units: z.number(), body: z.looseObject({ model: z.string() }) }),
  ),
});

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * A whole Reelay on a folder of its own, the sandbox behind it, and a member who types into its playground; `env` are
 * further settings of its operator.
 */
export async function openStage(env: Readonly<Record<string, string>> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), "reelay-commands-"));
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: "0",
    SANDBOX_SPEED: "10000",
    LOG_LEVEL: "silent",
    DEFAULT_ALLOWANCE: "100000",
    DEFAULT_MAX_JOBS: "1000",
    EVOLINK_MAX_RUNNING: "1000",
    ...env,
  });
  const reelay = await start(config, { log: createLog(config.LOG_LEVEL) });
  const { db, address, sandbox = "" } = reelay;
  const page = visit(address);
  const names = new Map<string, string>();
  const jobs = new Map<string, string>();

  const accepted = async () => tasks.parse(await (await fetch(`${sandbox}/tasks`)).json()).tasks;

  /** Types the line and gives what was said, and the card that the member alone sees. */
  const type = async ({ line, files = [] }: Pick<Ask, "line" | "files">) => {
    const written = line.replace(/\{(\w+)\}/g, (_, name: string) => jobs.get(name) ?? `no job made @${name}`);
    const attached = await filesNamed(files);
    for (const { name, bytes } of attached) names.set(hashOf(bytes), name);
    const [said, answer] = await page.say(written, { files: attached });
    if (!said) throw new Error("Nothing was said");
    return { said, card: answer?.card };
  };

  /** The announcement that follows a message, once it has that title. */
  const announced = async (said: MessageView, title: RegExp): Promise<SeenCard> => {
    const after = (seen: readonly MessageView[]) =>
      seen.slice(seen.findIndex(({ id }) => id === said.id) + 1).find((message) => message.card && !message.private);
    const messages = await page.until((seen) => {
      const tone = after(seen)?.card?.tone;
      if (tone === "bad") throw new Error(after(seen)?.card?.text);
      return title.test(after(seen)?.card?.title ?? "");
    });
    const card = after(messages)?.card;
    if (!card) throw new Error("There is no announcement");
    return card;
  };

  /** The newest job: what was kept of it, what it holds, and what the gateway got of it. */
  const newest = async () => {
    const job = await db.selectFrom("generations").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();
    const hold = await db
      .selectFrom("holds")
      .select(["amount", "state"])
      .where("generation", "=", job.id)
      .executeTakeFirstOrThrow();
    const task = (await accepted()).find(({ id }) => id === job.task);
    if (!task) throw new Error(`The sandbox doesn't know ${job.task}`);
    return { job, hold, task };
  };

  /** The body with each address as the name of the file that it really gives, and each element's id as `@Name`. */
  const readable = async (body: WireBody): Promise<unknown> => {
    const cast = await db.selectFrom("elements").select(["name", "element_id"]).execute();
    const read = async (value: unknown): Promise<unknown> => {
      if (Array.isArray(value)) return Promise.all(value.map(read));
      if (typeof value === "object" && value !== null) {
        const entries = Object.entries(value).map(async ([key, one]) => [key, await read(one)] as const);
        return Object.fromEntries(await Promise.all(entries));
      }
      const element = cast.find(({ element_id }) => element_id !== null && element_id === value);
      if (element) return `@${element.name}`;
      return typeof value === "string" && /^https?:/.test(value) ? nameAt(value) : value;
    };
    return read(body);
  };

  /** Pictures lie at the gateway's file service; videos, which it doesn't take, are served here. */
  const nameAt = async (link: string): Promise<string> => {
    const answer = await fetch(link);
    const name = names.get(hashOf(new Uint8Array(await answer.arrayBuffer())));
    if (!answer.ok || name === undefined) throw new Error(`${link} gives no file that was attached`);
    const home = name.endsWith(".png") ? sandbox.replace(/sandbox$/, "files/file_") : `${address}/media/`;
    return link.startsWith(home) ? name : `${name} at ${link}`;
  };

  const count = async () => (await db.selectFrom("generations").select("id").execute()).length;

  return {
    db,
    type,
    accepted,
    readable,
    /** How many jobs there are. */
    jobs: count,
    /** The card that the member alone reads, and how many jobs there were before. */
    async price(asked: Pick<Ask, "line" | "files">) {
      const jobs = await count();
      const { card } = await type(asked);
      if (!card) throw new Error("Nothing was answered");
      return { card, jobs };
    },
    /**
     * Asks for a video, up to where the gateway has it; there it never ends, so that nothing is rendered. `answer` is what
     * the member alone reads of it.
     */
    async ask(asked: Pick<Ask, "line" | "files">) {
      const taken = await fetch(`${sandbox}/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ on: "create", kind: "never_ends" }),
      });
      if (!taken.ok) throw new Error(await taken.text());
      const { said, card } = await type(asked);
      if (card && (card.tone === "bad" || card.buttons)) throw new Error(card.text);
      return { answer: card, card: await announced(said, /making the video$/), ...(await newest()) };
    },
    /** Makes a character, presses the button that confirms the likeness, and waits until it is in the cast. */
    async make(asked: Pick<Ask, "line" | "files">) {
      const { card: proposal } = await type(asked);
      const button = proposal?.buttons?.find(({ does }) => does === "run");
      if (!proposal || !button) throw new Error(proposal?.text ?? "There is no card to confirm");
      const { said } = await type({ ...asked, line: `/${button.line}`, files: [] });
      const card = await announced(said, /is in the cast$/);
      const made = await newest();
      jobs.set(z.object({ name: z.string() }).parse(JSON.parse(made.job.input)).name, made.job.id);
      return { proposal, card, ...made };
    },
    async close() {
      await reelay.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
