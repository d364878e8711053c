import { readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { createStills, type Stills } from "../../src/media/make/stills.ts";
import { createWorkshop } from "../../src/media/make/workshop.ts";
import { shareSite } from "../web/share-site.ts";
import { LANDSCAPE, PORTRAIT } from "./reelay.ts";
import { cleanups } from "./visit.ts";

const SQUARE = new URL("../../src/sandbox/clips/square.mp4", import.meta.url);
/** Real videos of 5 s. */
export const CLIPS = {
  landscape: readFileSync(LANDSCAPE),
  portrait: readFileSync(PORTRAIT),
  square: readFileSync(SQUARE),
} as const;

export const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);

/** Shared videos and their pages, with posters and strips of the videos themselves where they can be made. */
export async function realSite() {
  if (!encoderIsHere) return shareSite();
  const folder = await mkdtemp(join(tmpdir(), "reelay-stills-"));
  const workshop = createWorkshop({ folder, clock: systemClock });
  cleanups.push(() => workshop.close());
  const known = new Map<string, Stills>();
  const memory = {
    get: async (hash: string) => known.get(hash),
    set: async (hash: string, stills: Stills) => void known.set(hash, stills),
  };
  return shareSite({ stills: (library) => createStills({ workshop, library, memory, log: createLog("silent") }) });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the page does wrong for those who can't see, hear or point, by axe-core: one line each. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = (await page.evaluate("axe.run()")) as {
    violations: { id: string; help: string; nodes: { html: string }[] }[];
  };
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(", ")})`);
}

/** The page is as wide as the window: nobody has to push it sideways. */
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
}
