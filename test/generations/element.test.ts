import { describe, expect, it } from "vitest";
import { STORE_KINDS } from "../support/stores.ts";
import { stage } from "./stage.ts";

const CREDIT = 10_000;

describe.each(STORE_KINDS)("an element on %s", (kind) => {
  it("is in the cast from when it was paid, even while the chat can't be told", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.make("ada", "Ada");
    await s.reaches(id, "running");
    s.announcer.fails.edit = 1000;
    await s.reaches(id, "rendered");
    expect(s.elements).toEqual([{ generation: id, elementId: expect.stringMatching(/^8\d{17}$/) }]);
    s.announcer.fails.edit = 0;
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", element: s.elements[0]?.elementId, video: null }]);
    expect(s.elements).toHaveLength(1);
    expect(await s.ledger(id)).toEqual([
      { kind: "hold", amount: CREDIT },
      { kind: "capture", amount: CREDIT },
    ]);
    await s.check();
  });

  it.each([
    ["the gateway refuses it", "failed", { kind: "http", status: 400 }],
    ["its task fails", "failed", { kind: "task_failed", code: "service_error" }],
    ["its create's answer is lost", "lost", { kind: "lost_answer" }],
  ])("is told that it is not to be when %s", async (_, state, fault) => {
    await using s = await stage(kind);
    await s.fault({ on: "create", ...fault });
    s.worker().start();
    const id = await s.make("ada", "Ada");
    expect(await s.ends(id)).toMatchObject([{ state }]);
    expect(s.elements).toEqual([{ generation: id, elementId: undefined }]);
    await s.check();
  });

  it("that its pictures are not to be made of is shown as what it was made from", async () => {
    await using s = await stage(kind);
    await s.fault({ on: "create", kind: "task_failed", code: "image_processing_error" });
    s.worker().start();
    const id = await s.make("ada", "Ada");
    await s.ends(id);
    expect(s.announcer.shown(id)).toMatchObject({
      ...{ state: "failed", errorCode: "image_processing_error", elementFrom: "pictures", elementName: "Ada" },
    });
    expect(await s.ledger(id)).toEqual([
      { kind: "hold", amount: CREDIT },
      { kind: "release", amount: CREDIT },
    ]);
  });

  it("is told so when it is canceled", async () => {
    await using s = await stage(kind);
    const id = await s.make("ada", "Ada");
    await s.as("ada").cancel(id);
    expect(s.elements).toEqual([{ generation: id, elementId: undefined }]);
  });

  it("and its credits are settled together, or neither is", async () => {
    await using s = await stage(kind);
    let refusals = 2;
    const onElement: typeof s.deps.onElement = async (tx, generation, elementId, at) => {
      if (refusals-- > 0) throw new Error("The cast could not be written");
      await s.deps.onElement(tx, generation, elementId, at);
    };
    s.worker({ onElement }).start();
    const id = await s.make("ada", "Ada");
    await s.until(async () => refusals === 1);
    expect(await s.row(id)).toMatchObject({ state: "running", element: null });
    expect(await s.ledger(id)).toEqual([{ kind: "hold", amount: CREDIT }]);
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(s.elements).toHaveLength(1);
    await s.check();
  });
});
