import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Locator } from "playwright-core";
import { readConfig } from "../../src/app/config/config.ts";
import { start } from "../../src/app/start.ts";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { openGateway } from "../contract/gateway.ts";
import { cleanups, visit } from "./visit.ts";

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A picture that a member may attach: 1280×720. */
export const PAPER_BOAT = fromHere("../../assets/paper-boat.jpg");
/** Real videos of 5 s with 24 frames a second: 1280×720 and 720×1280. */
export const LANDSCAPE = fromHere("../../src/sandbox/clips/landscape.mp4");
export const PORTRAIT = fromHere("../../src/sandbox/clips/portrait.mp4");

/** A new data folder, gone at the test's end. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "reelay-browser-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

interface Settings {
  /** How many times faster than the real models. */
  speed?: number;
  /** Rendered as asked by the sandbox in the process, which takes a second and more; or ready at a gateway of its own. */
  films?: "rendered" | "ready";
  /** Credits of the member. */
  allowance?: number;
  context?: BrowserContextOptions;
}

/** A member in the page of a whole Reelay. */
export async function converse({ speed = 400, films = "rendered", allowance = 2000, context }: Settings = {}) {
  const dataDir = await dataFolder();
  const gateway = films === "ready" ? await openGateway(systemClock, { speed }) : undefined;
  if (gateway) cleanups.push(gateway.close);
  const makes = gateway?.env ?? { SANDBOX_SPEED: String(speed) };
  const startOn = (port: number) => {
    const settings = { ...makes, DATA_DIR: dataDir, PORT: String(port), DEFAULT_ALLOWANCE: String(allowance) };
    return start(readConfig(settings), { log: createLog("silent") });
  };
  let reelay = await startOn(0);
  cleanups.push(() => reelay.stop());
  const parts = await visit(reelay.address, context);
  const { page, message, articles } = parts;

  /** The bot's card that comes after so many messages of the member's. */
  const answerTo = async (act: () => Promise<void>, said = 1): Promise<Locator> => {
    const before = await articles.count();
    await act();
    const answer = articles.nth(before + said);
    await answer.waitFor();
    return answer;
  };
  return {
    ...parts,
    /** Sends what is in the composer, and gives the answer. */
    send: () => answerTo(() => message.press("Enter")),
    /** Types a line, with files attached, sends it, and gives the answer. */
    say: (line: string, ...files: string[]) =>
      answerTo(async () => {
        await page.locator("#picker").setInputFiles(files);
        await message.fill(line);
        await message.press("Enter");
      }),
    /** Presses a button that runs its line, which is not shown as typed, and gives the answer. */
    press: (card: Locator, label: string) => answerTo(() => card.getByRole("button", { name: label }).click(), 0),
    /** Stops it, and starts it again on the same folder and port. */
    async restart() {
      const port = Number(new URL(reelay.address).port);
      await reelay.stop();
      reelay = await startOn(port);
    },
  };
}
