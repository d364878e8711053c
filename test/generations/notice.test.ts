import { describe, expect, it } from "vitest";
import { readOwed, settleOwed } from "../../src/generations/show/tell.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { stage } from "./stage.ts";

const ADA = { workspace: "w", member: "ada" };

describe.each(STORE_KINDS)("the end of a job on %s", (kind) => {
  it("is notified once, whether it came or failed", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const ids = [await s.ask("ada", "a boat"), await s.ask("ada", "a wreck [fail service_error]")];
    expect(await s.ends(...ids)).toMatchObject([
      { state: "delivered", notice: "sent" },
      { state: "failed", notice: "sent" },
    ]);
    expect(s.announcer.notified.toSorted()).toEqual(ids.toSorted());
    expect(await readOwed(s.deps, ADA)).toEqual([]);
  });

  it("is no news to whoever canceled it", async () => {
    await using s = await stage(kind, { maxRunning: 1 });
    s.worker().start();
    const [first, second] = [await s.ask("ada", "1"), await s.ask("ada", "2")];
    expect(await s.as("ada").cancel(second)).toBe("canceled");
    await s.ends(first, second);
    expect(s.announcer.notified).toEqual([first]);
  });

  it("is notified again when nobody knows whether it was, and says so; the result isn't shown twice for it", async () => {
    await using s = await stage(kind);
    s.announcer.fails.notify = 2;
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", notice: "sent" }]);
    expect(s.announcer.notices(id)).toEqual([{ again: false }, { again: true }, { again: true }]);
    expect(s.announcer.story(id).filter((state) => state === "delivered")).toHaveLength(1);
    expect(s.announcer.shows(id, "delivered")).toBe(1);
  });

  it("is told at the member's next command when neither the channel nor the member can be reached", async () => {
    await using s = await stage(kind);
    s.announcer.gone.post = true;
    s.announcer.gone.notify = true;
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", notice: "owed" }]);
    expect(await readOwed(s.deps, { ...ADA, member: "grace" })).toEqual([]);
    for (const _ of ["read", "read again, as it was not shown"]) {
      expect(await readOwed(s.deps, ADA)).toMatchObject([{ id, state: "delivered" }]);
    }
    await settleOwed(s.deps, id);
    expect(await readOwed(s.deps, ADA)).toEqual([]);
  });

  it("that is shown anew, as when the video is deleted, is not notified anew", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.ends(id);
    await s.as("ada").remove(id);
    s.wake();
    await s.ends(id);
    expect(s.announcer.shown(id)).toMatchObject({ deleted: true });
    expect(s.announcer.notified).toEqual([id]);
  });

  it("posts as one that may be there already once another worker has had the job", async () => {
    await using s = await stage(kind);
    s.announcer.fails.post = 1;
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.ends(id);
    expect(s.announcer.attempts(id)).toEqual([{ again: false }, { again: true }]);
  });
});
