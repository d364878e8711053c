import { describe, expect, it } from "vitest";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, stage } from "./stage.ts";

describe.each(STORE_KINDS)("a generation on %s", (kind) => {
  it("goes through all its states, in one message that becomes the result, and costs its price", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a paper boat");
    const [row] = await s.ends(id);
    expect(row).toMatchObject({ state: "delivered", told: "delivered", reserved: PRICE, estimate: 3, lease_until: 0 });
    expect(s.announcer.story(id)).toEqual(["queued", "running", "delivered"]);
    expect(s.announcer.shown(id).video).toMatchObject({ kind: "video", type: "video/mp4" });
    expect(await s.ledger(id)).toEqual([
      { kind: "hold", amount: PRICE },
      { kind: "capture", amount: PRICE },
    ]);
    expect(await s.accepted()).toBe(1);
    await s.check();
  });
});
