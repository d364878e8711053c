import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import type { Actor } from "../../src/chat/contract/invocation.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { EncoderBusy } from "../../src/media/keep/errors.ts";
import { createCutter } from "../../src/media/make/cut.ts";
import { createWorkshop } from "../../src/media/make/workshop.ts";
import { probe } from "../../src/media/probe/probe.ts";
import type { Media } from "../../src/models/parts/model.ts";
import { fileOf } from "../elements/stage.ts";
import { film, framesOf, loudnessOf } from "../media/film.ts";
import { folder } from "../media/support.ts";
import { ada, credits, type Stage, stage } from "../policy/stage.ts";
import { STORE_KINDS } from "../support/stores.ts";

const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);
const DAY_MS = 24 * 3_600_000;

/** Films of so many seconds, made once: the smallest that `/edit` takes. */
const films = new Map<number, Uint8Array>();

beforeAll(async () => {
  if (!encoderIsHere) return;
  const dir = await mkdtemp(join(tmpdir(), "reelay-films-"));
  for (const seconds of [15, 20]) {
    const path = join(dir, `${seconds}.mp4`);
    films.set(seconds, await readFile(await film(path, { size: "720x720", seconds, bits: 300_000 })));
  }
  await rm(dir, { recursive: true });
});
afterAll(() => films.clear());

/** With a workshop of its own, as an installation that has the encoder. */
function withEncoder(s: Stage): Stage {
  const workshop = createWorkshop({ folder: join(folder(), "work"), clock: systemClock });
  onTestFinished(() => workshop.close());
  s.deps.cutter = createCutter({ workshop, log: createLog("silent") });
  return s;
}

/** With one that has cut the video already. */
function quick(s: Stage): Stage {
  s.deps.cutter = { beginning: async (_path, _wanted, keep) => keep(await fileWith(15)) };
  return s;
}

async function fileWith(seconds: number): Promise<string> {
  const path = join(folder(), `${seconds}.mp4`);
  await writeFile(path, films.get(seconds) ?? "");
  return path;
}

async function edit(s: Stage, actor: Actor, seconds: number, options: Record<string, string> = {}) {
  const video = fileOf("walk.mov", films.get(seconds) ?? Buffer.of());
  return s.choose(actor, "edit", { video, prompt: "make it night", ...options });
}

async function asked(s: Stage, seconds: number): Promise<Card> {
  const card = await edit(s, ada, seconds);
  if (!card) throw new Error("It was not asked about");
  return card;
}

const labels = ({ buttons = [] }: Card) => buttons.map(({ label }) => label);
const videoIn = ({ input }: { input: string }) => (JSON.parse(input) as { video: Media }).video;

describe.skipIf(!encoderIsHere).each(STORE_KINDS)("a video longer than its model's pages speak of, on %s", (kind) => {
  it("is asked about with the price for the whole, whatever the member's own threshold, and holds nothing", async () => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    await s.ask(ada, "settings ask_above:900");
    const card = await asked(s, 20);
    expect(card).toMatchObject({ audience: "member", title: "This costs 162 credits" });
    expect(card.text).toContain(
      "Your video lasts 20 s, and all of it is billed. The pages of Kling O3 edit speak of up to 15 s.",
    );
    expect(labels(card)).toEqual(["Make it for 162 credits", "Use the first 15 s for 121.5 credits", "Edit"]);
    for (const { does, line } of card.buttons ?? []) if (does === "run") expect(line.length).toBeLessThanOrEqual(90);
    expect([await s.jobs(), await s.left(ada)]).toEqual([[], 1_000]);
  });

  it("is begun without a question where it is no longer than that", async () => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    expect(await edit(s, ada, 15)).toBeUndefined();
    expect(await s.jobs()).toMatchObject([{ price: 1_215_000 }]);
  });

  it("is made whole where that was pressed", async () => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    expect(await s.press(ada, await asked(s, 20), /^Make it/)).toBeUndefined();
    const [job] = await s.jobs();
    expect(job).toMatchObject({ price: 1_620_000 });
    expect(job && videoIn(job)).toMatchObject({ name: "walk.mov", seconds: 20 });
  });

  it("is cut where that was pressed: a video of its own that plays, with its sound, at the price that was said", async () => {
    await using s = withEncoder(await stage(kind, { allowance: 1_000 }));
    const card = await asked(s, 20);
    expect(await s.press(ada, card, /^Use the first/)).toBeUndefined();
    const [job] = await s.jobs();
    expect(job).toMatchObject({ price: 1_215_000, line: 'edit prompt:"make it night"' });
    expect(await s.left(ada)).toBe(878.5);
    if (!job) throw new Error("No job");
    const video = videoIn(job);
    expect(video).toMatchObject({
      name: "walk-first-15s.mp4",
      type: "video/mp4",
      seconds: 15,
      width: 720,
      height: 720,
    });
    expect([video.publicUrl, video.foreignUrl]).toEqual([undefined, undefined]);
    const path = await s.library.local(video.hash);
    expect(await probe(path, "kept.mp4", "video")).toMatchObject({ seconds: 15, hash: video.hash });
    expect(await framesOf(path)).toBe(15 * 24);
    expect(await loudnessOf(path)).toBeGreaterThan(0.01);
    const uses = await s.db.selectFrom("file_uses").selectAll().execute();
    expect(uses).toEqual([{ hash: video.hash, holder: job.id, use: "input" }]);
    await s.check();
  });

  it("is one job however often and whichever button is pressed", async () => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    const card = await asked(s, 20);
    await Promise.all([s.press(ada, card, /^Use the first/), s.press(ada, card, /^Use the first/)]);
    await s.press(ada, card, /^Make it/);
    expect(await s.jobs()).toMatchObject([{ price: 1_215_000 }]);
    await s.check();
  });

  it("is asked about for a day", async () => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    const card = await asked(s, 20);
    // It is kept from the machine's own time on, which has gone on a little.
    await s.clock.advance(DAY_MS + 60_000);
    expect((await s.press(ada, card, /^Use the first/))?.text).toContain("That price has expired");
    expect(await s.jobs()).toEqual([]);
  });

  it("loses its cut file with the member's data", async () => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    await s.press(ada, await asked(s, 20), /^Use the first/);
    const [job] = await s.jobs();
    if (!job) throw new Error("No job");
    await s.end(job.id, "paid");
    const { hash } = videoIn(job);
    expect(await s.library.has(hash)).toBe(true);
    await s.ask(ada, "settings data:forget sure:yes");
    expect(await s.library.has(hash)).toBe(false);
  });

  it.each([
    ["no encoder is installed", "I have no encoder here to cut it"],
    ["the model couldn't read it", "the model couldn't read what I cut until whoever runs Reelay sets PUBLIC_URL"],
  ])("isn't offered to be cut where %s, and the card says so", async (why, sentence) => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    if (why.startsWith("no")) s.deps.cutter = undefined;
    else s.deps.serve = () => undefined;
    // What was attached is at an address of the chat's, which has the whole of it.
    const video = { ...fileOf("walk.mp4", films.get(20) ?? Buffer.of()), publicUrl: "https://cdn.example/walk.mp4" };
    const card = await s.choose(ada, "edit", { video, prompt: "make it night" });
    expect(card?.text).toContain(`Trimmed to 15 s it would cost 121.5 credits; ${sentence}, so trim it yourself`);
    expect(card && labels(card)).toEqual(["Make it for 162 credits", "Edit"]);
    const { line = "" } = card?.buttons?.[0] ?? {};
    s.deps.cutter = undefined;
    expect((await s.ask(ada, `${line} choice:beginning`)).text).toContain("I can't cut videos here. Trim it to 15 s");
    expect(await s.jobs()).toEqual([]);
  });

  it.each([
    [
      "too much waits for the encoder",
      () => Promise.reject(new EncoderBusy("12 wait")),
      "I have too many videos in hand",
    ],
    ["it can't be cut", () => Promise.resolve(undefined), "I couldn't cut that video. Trim it to 15 s"],
  ])("can be pressed again when %s, and holds nothing", async (_, beginning, sentence) => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    const { cutter } = s.deps;
    s.deps.cutter = { beginning };
    const card = await asked(s, 20);
    expect((await s.press(ada, card, /^Use the first/))?.text).toContain(sentence);
    expect([await s.jobs(), await s.left(ada)]).toEqual([[], 1_000]);
    s.deps.cutter = cutter;
    expect(await s.press(ada, card, /^Use the first/)).toBeUndefined();
    expect(await s.jobs()).toHaveLength(1);
  });

  it("never costs more than its button said, even if the encoder gave too much", async () => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    const card = await asked(s, 20);
    s.deps.cutter = { beginning: async (_path, _wanted, keep) => keep(await fileWith(20)) };
    expect((await s.press(ada, card, /^Use the first/))?.text).toContain("I couldn't cut that video.");
    expect(await s.jobs()).toEqual([]);
  });

  it("is refused above what a job may cost, and told what a shorter one would", async () => {
    await using s = quick(await stage(kind, { allowance: 1_000 }));
    await s.rules({ maxPrice: credits(150) });
    expect((await asked(s, 20)).text).toContain(
      "This costs 162 credits, and a job can cost 150 credits at most here. Try it as 15 s · 720p, for 121.5 credits.",
    );
  });
});
