import { describe, expect, it } from "vitest";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, stage } from "./stage.ts";

const ERROR = 50;
const DAY = 24 * 3_600_000;

const CAPTURED = [
  { kind: "hold", amount: PRICE },
  { kind: "capture", amount: PRICE },
];

describe.each(STORE_KINDS)("a finished video on %s", (kind) => {
  it.each([
    ["404", { kind: "http", status: 404 }],
    ["410", { kind: "http", status: 410 }],
    ["bytes that are no video", { kind: "malformed" }],
    ["half of it", { kind: "lost_answer" }],
    ["an error", { kind: "http", status: 503 }],
  ])("whose link gives %s is asked for at a fresh link, and delivered", async (_, fault) => {
    await using s = await stage(kind);
    await s.fault({ on: "result", ...fault });
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "rendered");
    const { reads } = s.gateway;
    const [row] = await s.ends(id);
    expect(row).toMatchObject({ state: "delivered", tries: 0 });
    expect(s.gateway.reads).toBe(reads + 1);
    expect(await s.library.has(s.announcer.shown(id).video?.hash ?? "")).toBe(true);
    expect(await s.ledger(id)).toEqual(CAPTURED);
    await s.check();
  });

  it.each([
    ["is dead", { kind: "http", status: 410 }],
    ["never gives a video", { kind: "malformed" }],
  ])("whose link %s is paid back as a grant, and the operator told", async (_, fault) => {
    await using s = await stage(kind);
    await s.fault({ on: "result", times: 1000, ...fault });
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "result_lost", video: null }]);
    expect(await s.ledger(id)).toEqual(CAPTURED);
    const grants = await s.db.selectFrom("ledger").selectAll().where("pot", "=", "grants").execute();
    expect(grants).toMatchObject([{ kind: "grant", amount: PRICE, member: "ada" }]);
    expect(s.announcer.shown(id)).toMatchObject({ state: "failed", errorCode: "result_lost", charged: undefined });
    expect(s.logged(id, ERROR)).toHaveLength(1);
    await s.check();
  });

  it("too large to keep is not fetched for a day: it is paid back", async () => {
    await using s = await stage(kind);
    let fetched = 0;
    const fetchVideo: typeof s.deps.fetchVideo = (url, signal) => {
      fetched += 1;
      return s.fetchVideo(url, signal, 1000);
    };
    s.worker({ fetchVideo }).start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "result_lost" }]);
    expect(fetched).toBeLessThan(10);
    await s.check();
  });

  it("that was not fetched while its link lived is paid back", async () => {
    await using s = await stage(kind);
    const worker = s.worker().start();
    await s.fault({ on: "result", kind: "http", status: 503, times: 1000 });
    const id = await s.ask("ada", "a boat");
    await s.until(async () => (await s.row(id)).state === "rendered" && (await s.row(id)).tries > 9);
    await worker.stop();
    await s.time.leap(DAY);
    s.worker().start();
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "result_lost" }]);
    await s.check();
  });
});
