import { describe, expect, it } from "vitest";
import type { JobPorts } from "../../src/app/job-ports.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { insertRow } from "./rows.ts";
import { type Stage, stage } from "./stage.ts";

const HANGS_MS = 30_000;
const JOBS = 200;

/** So long a job of another chat may take to be announced while they hang; alone it takes none of the stage's time. */
const SOON_MS = 2_000;

/** Answers after half a minute that nothing came, as a service that has gone silent does; at once when the test is over. */
function silent(s: Stage) {
  const clock = s.time.view();
  const over = new AbortController();
  return {
    hang: async (): Promise<never> => {
      const goesOn = s.time.hold();
      await clock.sleep(HANGS_MS, over.signal);
      goesOn();
      throw new Error("No answer in 30 s");
    },
    [Symbol.dispose]: () => over.abort(),
  };
}

async function announcedAfter(s: Stage): Promise<number> {
  const began = s.time.now();
  const id = await s.ask("ada", "a boat");
  await s.until(async () => (await s.row(id)).message !== null);
  return s.time.now() - began;
}

describe.each(STORE_KINDS)("the places for steps, on %s", (kind) => {
  it("are each chat's own: one that is silent puts off no other", async () => {
    await using s = await stage(kind);
    using service = silent(s);
    const ofSlack = async <T>(platform: string, work: () => Promise<T>) =>
      platform === "slack" ? service.hang() : work();
    const announcer: JobPorts["announcer"] = {
      ...s.announcer,
      post: (view, again) => ofSlack(view.place.platform, () => s.announcer.post(view, again)),
      edit: (message, view) => ofSlack(view.place.platform, () => s.announcer.edit(message, view)),
    };
    const at = { platform: "slack" as const, state: "queued" as const, due_at: s.time.now() };
    for (let job = 0; job < JOBS; job++) {
      await insertRow(s.db, { ...at, member: `m${job}`, message: job % 2 === 0 ? null : "m" });
    }
    s.worker({ announcer }).start();
    await s.quiet();
    expect(await announcedAfter(s)).toBeLessThan(SOON_MS);
    await s.time.leap(10 * HANGS_MS);
    expect(await announcedAfter(s)).toBeLessThan(SOON_MS);
  });

  it("are the announcements' own: a gateway that is silent puts off none", async () => {
    await using s = await stage(kind);
    using service = silent(s);
    const evolink = { ...s.evolink, readTask: service.hang, uploadFile: service.hang };
    const at = { task: "t", submitted_at: s.time.now(), poll_at: 0, due_at: s.time.now(), message: "m" };
    for (let job = 0; job < JOBS; job++) await insertRow(s.db, { ...at, member: `m${job}`, state: "running" });
    for (let job = 0; job < 20; job++) await s.animate("grace", `a kite ${job}`);
    s.worker({ evolink }).start();
    await s.quiet();
    expect(await announcedAfter(s)).toBeLessThan(SOON_MS);
  });

  it("are no reason to give a slot to a job before its pictures can be read", async () => {
    await using s = await stage(kind);
    using service = silent(s);
    s.worker({ evolink: { ...s.evolink, uploadFile: service.hang } }).start();
    const id = await s.animate("grace", "a kite");
    await s.until(async () => (await s.row(id)).message !== null);
    await s.quiet();
    expect(await s.row(id)).toMatchObject({ state: "queued", admitted_at: null });
  });
});
