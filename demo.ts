/**
 * The main job once, without a browser: `/animate` with a bundled picture against the sandbox, on a temporary folder.
 * Prints the conversation as it goes and leaves the video in ./demo/.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "./src/app/config/config.ts";
import { start } from "./src/app/start.ts";
import { createLog } from "./src/base/log.ts";
import { formatCredits, units } from "./src/credits/units.ts";
import { type MessageView, visit } from "./src/playground/client.ts";
import { inEnglish } from "./src/text/render.ts";
import { readText } from "./src/text/stored.ts";

const LINE = '/animate prompt:"a gentle breeze, the boat drifts" duration:5';
const BAR = 24;

const dataDir = await mkdtemp(join(tmpdir(), "reelay-demo-"));
const config = readConfig({ DATA_DIR: dataDir, PORT: "0", SANDBOX_SPEED: "15", LOG_LEVEL: "error" });
const reelay = await start(config, { log: createLog(config.LOG_LEVEL) });
try {
  const page = visit(reelay.address);
  const picture = await readFile(new URL("./assets/paper-boat.jpg", import.meta.url));
  console.log(`You   ${LINE}   [paper-boat.jpg]`);
  await page.say(LINE, { files: [{ name: "paper-boat.jpg", bytes: picture }] });

  let shown = "";
  const messages = await page.until((seen) => {
    const card = announcementIn(seen);
    const text = card ? describe(card) : "";
    if (text !== shown) console.log(text);
    shown = text;
    return card !== undefined && card.tone !== "busy";
  });
  const video = announcementIn(messages)?.video;
  if (!video) throw new Error("The job ended without a video");

  await mkdir("demo", { recursive: true });
  const path = join("demo", video.name);
  await writeFile(path, await page.read(video.src));

  console.log("\nYou   /credits");
  const [, statement] = await page.say("/credits");
  if (statement?.card) console.log(describe(statement.card));
  console.log("\nLedger");
  const entries = await reelay.db.selectFrom("ledger").selectAll().orderBy("id").execute();
  for (const { kind, amount, pot, note } of entries) {
    console.log(
      `  ${kind.padEnd(8)} ${formatCredits(units(amount)).padStart(6)}  ${pot}  ${inEnglish(readText(note))}`,
    );
  }
  console.log(`\n${path}  ${video.width}×${video.height}, ${video.seconds} s, ${(video.bytes / 1e6).toFixed(1)} MB`);
} finally {
  await reelay.stop();
  await rm(dataDir, { recursive: true, force: true });
}

type SeenCard = NonNullable<MessageView["card"]>;

function announcementIn(messages: readonly MessageView[]): SeenCard | undefined {
  return messages.find(({ card, private: own }) => card && !own)?.card;
}

function describe({ title, text, progress, fields = [] }: SeenCard): string {
  const lines = [`Bot   ${title}`];
  if (progress) {
    const full = Math.round(progress.fraction * BAR);
    lines.push(
      `      ${"█".repeat(full)}${"░".repeat(BAR - full)} ${Math.round(progress.fraction * 100)} %  ${progress.label}`,
    );
  } else {
    if (text) lines.push(...text.split("\n").map((line) => `      ${line}`));
    lines.push(`      ${fields.map(({ name, value }) => `${name}: ${value}`).join(" · ")}`);
  }
  return lines.join("\n");
}
