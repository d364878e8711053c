import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Act, openStage } from "../playground/stage.ts";
import { launchBrowser, NO_BROWSER } from "../support/browser.ts";
import { png } from "../support/pictures.ts";

const SCREENSHOTS = process.env.SCREENSHOTS;

/** As much of the page's own types as the tests look at; they are Node's, and know no DOM. */
export interface Part {
  scrollTop: number;
  scrollHeight: number;
  clientHeight: number;
  scrollTo(x: number, y: number): void;
  matches(selector: string): boolean;
}
export interface Player {
  duration: number;
  videoWidth: number;
  videoHeight: number;
  currentTime: number;
  readyState: number;
  play(): Promise<void>;
  pause(): void;
}

/** A busy machine is slow, not wrong: whatever is waited for in the browser may take so long. */
const PATIENCE_MS = 240_000;

/** Waits for a value. */
export const soon = <Value>(read: () => Promise<Value> | Value) => expect.poll(read, { timeout: PATIENCE_MS });

let browser: Browser | undefined;
/** A folder with pictures to attach: `otter.png` and `last frame.png`. */
let folder: string;
export const picture = (name: string) => join(folder, name);
export const cleanups: (() => Promise<void>)[] = [];

/** A browser for the tests of this file, which are skipped where there is none. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await launchBrowser();
    if (!browser) process.stderr.write(`${NO_BROWSER}\n`);
    folder = await mkdtemp(join(tmpdir(), "reelay-browser-"));
    await writeFile(join(folder, "otter.png"), png(640, 360));
    await writeFile(join(folder, "last frame.png"), png(360, 360));
  });

  beforeEach(({ skip }) => skip(browser === undefined, NO_BROWSER));

  afterAll(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
}

/** The page as a newcomer opens it, and the stage behind it. */
export async function open(settings: { act?: Act; notice?: string; context?: BrowserContextOptions } = {}) {
  const { context: contextOptions, ...stageSettings } = settings;
  const stage = await openStage(stageSettings);
  cleanups.push(() => stage.close());
  return { stage, ...(await visit(stage.address, contextOptions)) };
}

/** The page at that address, and its parts. A script error or a breach of its policy fails the test at its end. */
export async function visit(address: string, contextOptions: BrowserContextOptions = {}) {
  if (!browser) throw new Error(NO_BROWSER);
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...contextOptions });
  cleanups.push(() => context.close());
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (said) => {
    if (said.type() === "error" && /Content Security Policy|Uncaught/.test(said.text())) problems.push(said.text());
  });
  cleanups.push(async () => expect(problems).toEqual([]));
  await page.goto(address);
  return { page, ...partsOf(page) };
}

function partsOf(page: Page) {
  return {
    message: page.getByRole("textbox", { name: "Message" }),
    log: page.getByRole("log"),
    articles: page.getByRole("log").getByRole("article"),
    options: page.getByRole("listbox").getByRole("option"),
  };
}

/** Waits until the video has been played a little. */
export async function played(player: Locator): Promise<void> {
  await player.waitFor();
  await soon(() => player.evaluate((one: Player) => one.videoWidth)).toBeGreaterThan(0);
  await player.evaluate((one: Player) => one.play());
  await soon(() => player.evaluate((one: Player) => one.currentTime)).toBeGreaterThan(0.2);
  await player.evaluate((one: Player) => one.pause());
}

/** Takes a screenshot into the folder SCREENSHOTS, when somebody wants them. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS === undefined) return;
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
