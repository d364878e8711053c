import { describe, expect, it } from "vitest";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, stage } from "./stage.ts";

describe.each(STORE_KINDS)("the announcement on %s", (kind) => {
  it("is posted before anything is sent, however often the chat fails, and once", async () => {
    await using s = await stage(kind);
    s.announcer.fails.post = 3;
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.until(async () => (await s.row(id)).tries === 2);
    expect(s.gateway.creates).toEqual([]);
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(s.announcer.posts(id)).toBe(1);
    await s.check();
  });

  it("is found again when the chat's answer to the post was lost", async () => {
    await using s = await stage(kind);
    s.announcer.losePost();
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", message: `message of ${id}` }]);
    expect(s.announcer.posts(id)).toBe(1);
    expect(s.announcer.shown(id)).toMatchObject({ state: "delivered" });
  });

  it("that can't be posted, ever, holds nothing up", async () => {
    await using s = await stage(kind);
    s.announcer.gone.post = true;
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", told: "delivered" }]);
    expect(s.announcer.edits).toBe(0);
    await s.check();
  });

  it("that was deleted is not asked for again and again, and the job ends all the same", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "running");
    s.announcer.gone.edit = true;
    const { edits } = s.announcer;
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", told: "delivered" }]);
    expect(s.announcer.edits).toBe(edits + 1);
    await s.check();
  });

  it("that can't be edited for a while does not keep the video from coming", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "running");
    s.announcer.fails.edit = 1000;
    await s.reaches(id, "rendered");
    await s.until(async () => (await s.row(id)).tries > 3);
    expect(await s.row(id)).toMatchObject({ state: "rendered", video: expect.any(String) });
    expect(await s.ledger(id)).toEqual([
      { kind: "hold", amount: PRICE },
      { kind: "capture", amount: PRICE },
    ]);
    s.announcer.fails.edit = 0;
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(s.announcer.shown(id)).toMatchObject({ state: "delivered" });
    await s.check();
  });

  it("that can't be edited at a failure is tried again until it is shown", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat [fail service_error]");
    await s.reaches(id, "running");
    s.announcer.fails.edit = 12;
    expect(await s.ends(id)).toMatchObject([{ state: "failed", told: "failed" }]);
    expect(s.announcer.shown(id)).toMatchObject({ state: "failed", errorCode: "service_error" });
    await s.check();
  });

  it("says the place in the queue, and moves up", async () => {
    await using s = await stage(kind, { maxRunning: 1 });
    s.worker().start();
    // One that is announced before another may go before it: each is, before the next is asked for.
    const announced = async (member: string, prompt: string) => {
      const id = await s.ask(member, prompt);
      await s.until(() => s.announcer.posts(id) === 1);
      return id;
    };
    const first = await announced("ada", "1");
    const second = await announced("grace", "2");
    const third = await announced("alan", "3");
    await s.until(() => s.announcer.shown(third).queuePlace === 2);
    await s.ends(first);
    await s.until(() => s.announcer.shown(third).queuePlace === 1);
    await s.ends(second, third);
  });
});
