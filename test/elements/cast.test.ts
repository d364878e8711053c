import { describe, expect, test } from "vitest";
import { createCast, type NewElement } from "../../src/elements/cast.ts";
import type { ElementRequest, Subject } from "../../src/elements/element.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

function subject(name: string, changes: Partial<Subject> = {}): Subject {
  return { name, description: "a pilot", kind: "images", picture: "a1", files: ["a1", "b2"], ...changes };
}

const request: ElementRequest = {
  input: { name: "Ada" },
  place: { platform: "discord", workspace: "w", channel: "c" },
  line: "element create name:Ada",
  maker: { id: "m1", name: "Grace", admin: false, roles: ["artists"] },
};

describe.each(STORE_KINDS)("on %s", (kind) => {
  async function open() {
    const store = await testStore(kind);
    const clock = testClock();
    const cast = createCast({ db: store.db, clock });
    let added = 0;
    const add = (name: string, changes: Partial<NewElement> = {}) =>
      store.db.transaction().execute((tx) =>
        cast.add(tx, {
          id: `e_${++added}`,
          workspace: "w",
          subject: subject(name),
          maker: { id: "m1", name: "Grace" },
          start: { generation: `g_${name}` },
          ...changes,
        }),
      );
    const finish = (generation: string, id: string | undefined) =>
      store.db.transaction().execute((tx) => cast.finish(tx, generation, id, clock.now()));
    const removed: string[] = [];
    const library = { remove: async (hash: string) => void removed.push(hash) };
    return { ...store, clock, cast, add, finish, library, removed };
  }

  test("an element is being made, then ready, and found in any case", async () => {
    await using all = await open();
    const { cast, add, finish, clock } = all;
    await add("Ada");
    await clock.advance(360_000);
    expect(await cast.find("w", "@ADA")).toMatchObject({
      name: "Ada",
      state: "making",
      elementId: undefined,
      secondsLeft: 240,
      files: 2,
      picture: "a1",
      makerName: "Grace",
    });
    await clock.advance(3_600_000);
    expect(await cast.find("w", "ada")).toMatchObject({ secondsLeft: 60 });
    await finish("g_Ada", "90071992547409931");
    expect(await cast.find("w", "ada")).toMatchObject({
      state: "ready",
      elementId: "90071992547409931",
      secondsLeft: undefined,
    });
    expect(await cast.find("elsewhere", "Ada")).toBeUndefined();
  });

  test("an end that is told again, or of another job, changes nothing", async () => {
    await using all = await open();
    const { cast, add, finish } = all;
    await add("Ada");
    await finish("g_other", "1");
    expect(await cast.find("w", "Ada")).toMatchObject({ state: "making" });
    await finish("g_Ada", "2");
    await finish("g_Ada", undefined);
    expect(await cast.find("w", "Ada")).toMatchObject({ state: "ready", elementId: "2" });
  });

  test("a name is had once in a workspace, and is free again when its element failed", async () => {
    await using all = await open();
    const { cast, add, finish } = all;
    await add("Ada");
    await add("Ada", { workspace: "elsewhere", start: { generation: "g_elsewhere" } });
    await expect(add("ADA", { start: { generation: "g_2" } })).rejects.toThrow(
      "There's already a @Ada in the cast, made by Grace. Choose another name, or first delete that one with /element delete name:Ada.",
    );
    await finish("g_Ada", undefined);
    await add("ADA", { start: { generation: "g_2" } });
    expect((await cast.list("w")).map(({ name, state }) => [name, state])).toEqual([["ADA", "making"]]);
  });

  test("a name of several words is had once, with its spaces and without", async () => {
    await using all = await open();
    const { cast, add } = all;
    await add("Captain Ada");
    for (const same of ["CaptainAda", "captain ada", "Capt ainAda"]) {
      await expect(add(same, { start: { generation: "g_2" } })).rejects.toThrow(
        "There's already a @CaptainAda in the cast, made by Grace. Choose another name, or first delete that one with /element delete name:CaptainAda.",
      );
    }
    for (const name of ["Captain Ada", "captainada", "@CaptainAda"]) {
      expect(await cast.find("w", name)).toMatchObject({ name: "Captain Ada" });
    }
  });

  test("of two who take a name at the same time, one has it", async () => {
    await using all = await open();
    const both = await Promise.allSettled([
      all.add("Ada", { start: { generation: "g_1" } }),
      all.add("ada", { start: { generation: "g_2" } }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await all.cast.list("w")).toHaveLength(1);
  });

  test("what waits keeps what it takes to start it, and is approved once", async () => {
    await using all = await open();
    const { cast, add, db } = all;
    await add("Ada", { start: { request } });
    const waiting = await cast.waiting("w", "ada");
    expect(waiting?.request).toEqual(request);
    expect(waiting?.element).toMatchObject({ state: "waiting", generation: undefined });
    const approve = (generation: string) =>
      db.transaction().execute((tx) => cast.approve(tx, waiting?.element.id ?? "", generation));
    await approve("g_1");
    await expect(approve("g_2")).rejects.toThrow("Somebody else has just decided this one.");
    expect(await cast.waiting("w", "Ada")).toBeUndefined();
    expect(await cast.find("w", "Ada")).toMatchObject({ state: "making", generation: "g_1", secondsLeft: 600 });
    expect(await cast.decline("w", "Ada")).toBeUndefined();
  });

  test("declining frees the name", async () => {
    await using all = await open();
    const { cast, add } = all;
    await add("Ada", { start: { request } });
    expect(await cast.decline("w", "Ada", all.library)).toMatchObject({ name: "Ada", deleted: 2 });
    expect(await cast.list("w")).toEqual([]);
    expect(all.removed).toEqual(["a1", "b2"]);
  });

  test("deleting leaves the files that another element needs", async () => {
    await using all = await open();
    const { cast, add, library, removed } = all;
    await add("Ada");
    await add("Bob", { workspace: "elsewhere", subject: subject("Bob", { picture: "b2", files: ["b2", "c3"] }) });
    expect(await cast.remove("w", "Ada", library)).toMatchObject({ files: 2, deleted: 1 });
    expect(removed).toEqual(["a1"]);
    expect(await cast.remove("w", "Ada", library)).toBeUndefined();
    await cast.remove("elsewhere", "Bob", library);
    expect(removed).toEqual(["a1", "b2", "c3"]);
  });

  test("approval is each workspace's own, and off at first", async () => {
    await using all = await open();
    const { cast } = all;
    expect(await cast.approvalNeeded("w")).toBe(false);
    await cast.requireApproval("w", true);
    await cast.requireApproval("w", true);
    expect([await cast.approvalNeeded("w"), await cast.approvalNeeded("elsewhere")]).toEqual([true, false]);
    await cast.requireApproval("w", false);
    expect(await cast.approvalNeeded("w")).toBe(false);
  });
});
