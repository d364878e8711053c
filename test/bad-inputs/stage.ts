import { appendFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { LookupFunction } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { readConfig } from "../../src/app/config/config.ts";
import { start } from "../../src/app/start.ts";
import type { Clock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { type MessageView, visit } from "../../src/playground/client.ts";
import type { Db } from "../../src/store/tables.ts";

export interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

/** What a member does wrong, and the sentence they read for it. */
export interface Row {
  /** For the test's title. */
  wrong: string;
  line: string;
  files?: readonly NamedFile[];
  reads: string;
}

export type Stage = Awaited<ReturnType<typeof stage>>;

/** A started Reelay on a folder of its own: the page in front, the sandbox behind, credits for everything unless `env` says otherwise. */
export async function stage(env: Record<string, string> = {}, parts: { clock?: Clock; lookup?: LookupFunction } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), "reelay-bad-inputs-"));
  const usual = { PORT: "0", SANDBOX_SPEED: "10000", DEFAULT_ALLOWANCE: "100000", DEFAULT_MAX_JOBS: "100" };
  const config = readConfig({ ...usual, ...env, DATA_DIR: dataDir });
  const reelay = await start(config, { log: createLog("silent"), ...parts });
  return {
    db: reelay.db,
    page: visit(reelay.address),
    /** How many tasks the gateway has ever accepted. */
    tasks: async () => ((await (await fetch(`${reelay.sandbox}/tasks`)).json()) as { count: number }).count,
    /** The next request at that door of the gateway meets this. */
    fault: async (fault: Readonly<Record<string, unknown>>) => {
      const answer = await fetch(`${reelay.sandbox}/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fault),
      });
      expect(answer.status).toBe(201);
    },
    [Symbol.asyncDispose]: async () => {
      await reelay.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Everything that a request could have left behind. */
export async function books(db: Db) {
  return {
    holds: await db.selectFrom("holds").selectAll().execute(),
    held: await db.selectFrom("ledger").selectAll().where("kind", "=", "hold").execute(),
    generations: await db.selectFrom("generations").select("id").execute(),
    elements: await db.selectFrom("elements").select("id").execute(),
  };
}

/**
 * Types it, and sees that only the member reads the sentence, that nothing was held, written or sent, and that the card
 * gives the line back to be changed. Gives what the member read.
 */
export async function refused({ db, page, tasks }: Stage, { line, files = [], reads }: Row): Promise<string> {
  const [booked, sent] = [await books(db), await tasks()];
  const [said, answer] = await page.say(line, { files });
  expect(said?.said?.line).toBe(line);
  expect(answer).toMatchObject({ private: true, author: { bot: true } });
  expect(answer?.card).toEqual({
    locale: "en",
    tone: "bad",
    audience: "member",
    title: "That didn't go through",
    text: `${reads}\n\nNothing was charged.`,
    buttons: [{ label: "Edit and send again", does: "edit", line: line.slice(1), tone: "primary" }],
  });
  expect(await books(db)).toEqual(booked);
  expect(await tasks()).toBe(sent);
  return readable(textOf(answer));
}

/** The sentence, after a look at whether it tells what to do and speaks the member's language. */
export function readable(text: string): string {
  expect(text).not.toMatch(/expected|received|undefined|null|NaN|\[object|invalid|zod|\b\w+Error\b/i);
  expect(text).toMatch(ADVICE);
  return text;
}

const ADVICE =
  /\b(Ask|Attach|Change|Choose|Convert|Crop|Give|Leave|Make|Open|Put|Save|Say|Scale|Send|Shorten|Take|Try|Use|Write|can be|costs less|See who is|has been told)\b/;

/** What a message's card says, without the quiet line about charging. */
export function textOf(message: MessageView | undefined): string {
  return (message?.card?.text ?? "").replace(/\n\nNothing was charged\.$/, "");
}

/** Collects what was typed and what was read; with SENTENCES set to a path, appends it there as text. */
export function notebook(title: string) {
  const lines: string[] = [];
  return {
    add: ({ line, files = [] }: Pick<Row, "line" | "files">, read: string): void => {
      const typed = line.replace(/(.)\1{59,}/g, (same, one: string) => `${one.repeat(3)}… (${same.length} characters)`);
      const names = files.map(({ name }) => ` [${name}]`).join("");
      lines.push(`${typed.replaceAll("\n", " ⏎ ")}${names}\n  → ${read.replaceAll("\n", "\n    ")}\n`);
    },
    write: (): void => {
      const path = process.env.SENTENCES;
      if (path) appendFileSync(path, `${title}\n${"=".repeat(title.length)}\n\n${lines.join("\n")}\n`);
    },
  };
}
