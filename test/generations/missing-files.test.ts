import { rm } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { filesOf } from "../../src/generations/files/input-files.ts";
import type { Media } from "../../src/models/parts/model.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, type Stage, stage } from "./stage.ts";

const DAY = 24 * 3_600_000;

const RELEASED = [
  { kind: "hold", amount: PRICE },
  { kind: "release", amount: PRICE },
];

describe.each(STORE_KINDS)("a file that is gone, on %s,", (kind) => {
  /** Deletes what the job was made from, and what is known of it at the gateway. */
  const loseInput = async (s: Stage, id: string): Promise<void> => {
    for (const { hash } of filesOf(JSON.parse((await s.row(id)).input)).values()) await s.library.remove(hash);
    await s.deps.uploads.clear();
  };

  it("is said before anything is held when its job is asked for again", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.animate("ada", "a boat");
    await s.ends(id);
    await loseInput(s, id);
    await expect(s.as("ada").again(id, {})).rejects.toThrow("image: that file is no longer kept. Attach it again.");
    expect(await s.db.selectFrom("holds").select("generation").execute()).toEqual([{ generation: id }]);
  });

  it("fails the job that waits with it, and the credits go back", async () => {
    await using s = await stage(kind);
    const id = await s.animate("ada", "a boat");
    await loseInput(s, id);
    s.worker().start();
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "input_gone" }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    await s.check();
  });

  it("and was the finished video is fetched again", async () => {
    await using s = await stage(kind);
    const { id } = await vanished(s);
    s.announcer.fails.edit = 0;
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(await s.library.has(s.announcer.shown(id).video?.hash ?? "")).toBe(true);
    await s.check();
  });

  it("and was the finished video, whose link is dead, is said to be lost, with a grant of the price", async () => {
    await using s = await stage(kind);
    const { id, stop } = await vanished(s);
    await stop();
    s.announcer.fails.edit = 0;
    await s.fault({ on: "result", kind: "http", status: 410, times: 1000 });
    await s.time.leap(DAY);
    s.worker().start();
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "result_lost" }]);
    const grants = await s.db.selectFrom("ledger").select("amount").where("pot", "=", "grants").execute();
    expect(grants).toEqual([{ amount: PRICE }]);
    await s.check();
  });

  /** A job whose video was kept, could not be shown, and is gone. */
  const vanished = async (s: Stage) => {
    const worker = s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "running");
    s.announcer.fails.edit = 1_000_000;
    await s.until(async () => (await s.row(id)).video !== null);
    const { hash } = JSON.parse((await s.row(id)).video ?? "") as Media;
    await rm(s.library.pathOf(hash));
    return { id, stop: worker.stop };
  };
});
