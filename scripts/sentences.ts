import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allMessages } from "../src/text/sentences.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** The whole catalogue: every English message by its key, of all files that declare some. */
export async function allSentences(): Promise<ReadonlyMap<string, string>> {
  const files = globSync(["src/**/*.ts", "commands/**/*.ts"], { cwd: ROOT });
  for (const file of files) {
    const path = join(ROOT, file);
    if (/\bsentences\(\s*"/.test(readFileSync(path, "utf8"))) await import(path);
  }
  return allMessages();
}

/** What a translator's tool takes: one JSON object, key to message. */
async function print(): Promise<void> {
  const sorted = [...(await allSentences())].toSorted(([a], [b]) => (a < b ? -1 : 1));
  process.stdout.write(`${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}

if (import.meta.main) await print();
