import Keyv from "keyv";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createKeyvStore } from "../../src/store/keyv.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

const MINUTE = 60_000;

describe.each(STORE_KINDS)("the key-value store on %s", async (kind) => {
  const opened = await testStore(kind);
  const { db } = opened;
  const clock = testClock();
  const create = (namespace?: string) => Object.assign(createKeyvStore(db, clock), { namespace });
  const all = (store: ReturnType<typeof create>) => Array.fromAsync(store.iterator<string>());
  const rows = async () => (await db.selectFrom("kv").select("key").execute()).length;

  beforeEach(() => db.deleteFrom("kv").execute());
  afterAll(() => opened[Symbol.asyncDispose]());

  it("gives back what was set, and nothing for a key that was not", async () => {
    const store = create();
    expect(await store.set("voice", '{"value":1}')).toBe(true);
    expect(await store.get("voice")).toBe('{"value":1}');
    expect(await store.get("other")).toBeUndefined();
    expect(await store.has("voice")).toBe(true);
    expect(await store.has("other")).toBe(false);
  });

  it("replaces a value and its expiry", async () => {
    const store = create();
    await store.set("voice", "old", clock.now() + 1);
    await store.set("voice", "new");
    await clock.advance(2);
    expect(await store.get("voice")).toBe("new");
  });

  it("keeps an entry up to its expiry and not beyond", async () => {
    const store = create();
    await store.set("upload", "address", clock.now() + 500);
    await clock.advance(499);
    expect(await store.get("upload")).toBe("address");
    await clock.advance(1);
    expect(await store.get("upload")).toBeUndefined();
    expect(await store.getMany(["upload"])).toEqual([undefined]);
    expect(await store.has("upload")).toBe(false);
    expect(await store.hasMany(["upload"])).toEqual([false]);
    expect(await all(store)).toEqual([]);
  });

  it("takes an entry that has expired already, and never shows it", async () => {
    const store = create();
    expect(await store.set("late", "value", clock.now() - 500)).toBe(true);
    expect(await store.get("late")).toBeUndefined();
  });

  it("takes a fraction of a millisecond as an expiry", async () => {
    const store = create();
    await store.set("upload", "address", clock.now() + 0.5);
    expect(await store.get("upload")).toBe("address");
  });

  it("sets many, each with its own expiry", async () => {
    const store = create();
    const entries = [
      { key: "a", value: "1", expires: clock.now() + 300 },
      { key: "b", value: "2" },
    ];
    expect(await store.setMany(entries)).toEqual([true, true]);
    expect(await store.getMany(["b", "a", "c"])).toEqual(["2", "1", undefined]);
    await clock.advance(300);
    expect(await store.getMany(["b", "a"])).toEqual(["2", undefined]);
  });

  it("lets the last of two entries with one key win", async () => {
    const store = create();
    const entries = ["first", "last"].map((value) => ({ key: "a", value }));
    expect(await store.setMany(entries)).toEqual([true, true]);
    expect(await store.get("a")).toBe("last");
  });

  it("answers nothing for no keys", async () => {
    const store = create();
    expect(await store.setMany([])).toEqual([]);
    expect(await store.getMany([])).toEqual([]);
    expect(await store.hasMany([])).toEqual([]);
    expect(await store.deleteMany([])).toEqual([]);
  });

  it("says for each key whether there was something to delete", async () => {
    const store = create();
    await store.set("a", "1");
    await store.set("gone", "1", clock.now() - 1);
    expect(await store.deleteMany(["a", "b", "gone"])).toEqual([true, false, false]);
    expect(await store.delete("a")).toBe(false);
    expect(await rows()).toBe(0);
  });

  it("handles more keys than one statement takes", async () => {
    const store = create();
    const keys = Array.from({ length: 1234 }, (_, i) => `key ${i}`);
    expect(await store.setMany(keys.map((key) => ({ key, value: key })))).toHaveLength(1234);
    expect(await store.getMany(keys)).toEqual(keys);
    const seen = await all(store);
    expect(seen.map(([key]) => key).sort()).toEqual(keys.toSorted());
    expect((await store.deleteMany(keys)).every(Boolean)).toBe(true);
    expect(await rows()).toBe(0);
  });

  it.each([
    ["one that continues the other", "a", "a:b"],
    ["none and one", undefined, "a"],
    ["upper and lower case", "team", "TEAM"],
    ["a pattern of SQL", "%", "x"],
    ["other letters", "équipe", "equipe"],
  ])("keeps namespaces apart: %s", async (_title, one, other) => {
    const first = create(one);
    const second = create(other);
    await first.set("b:c", "first");
    await second.set("c", "second");
    await second.set("b:c", "second");
    expect(await first.get("c")).toBeUndefined();
    expect(await first.get("b:c")).toBe("first");
    expect(await all(first)).toEqual([["b:c", "first"]]);
    await second.clear();
    expect(await second.get("b:c")).toBeUndefined();
    expect(await all(first)).toEqual([["b:c", "first"]]);
    await first.clear();
    expect(await rows()).toBe(0);
  });

  it("goes on over entries that are deleted while it iterates", async () => {
    const store = create("upload");
    const keys = Array.from({ length: 250 }, (_, i) => `key ${i}`);
    await store.setMany(keys.map((key) => ({ key, value: key })));
    let seen = 0;
    for await (const [key] of store.iterator<string>()) {
      seen++;
      expect(await store.delete(String(key))).toBe(true);
    }
    expect(seen).toBe(250);
  });

  it("deletes what has expired, at most every ten minutes and when something is written", async () => {
    const store = create();
    await store.set("first", "value");
    await store.set("old", "value", clock.now() + 1);
    await clock.advance(9 * MINUTE);
    await store.set("second", "value");
    expect(await rows()).toBe(3);
    await clock.advance(MINUTE);
    await store.set("third", "value");
    expect(await rows()).toBe(3);
    expect(await store.getMany(["first", "second", "third"])).toEqual(["value", "value", "value"]);
  });

  it("refuses a value that is no string instead of storing what it can't give back", async () => {
    await expect(create().set("a", { value: 1 })).rejects.toThrow('The value of "a" is not a string');
  });

  it("is used by Keyv as it is, without a bridge, and passes on its namespace", async () => {
    const store = createKeyvStore(db, clock);
    const keyv = new Keyv({ store, namespace: "voices" });
    expect(keyv.store).toBe(store);
    await keyv.set("list", [{ id: 9007199254740993n, name: "o'clock \u0000" }]);
    expect(await keyv.get("list")).toEqual([{ id: 9007199254740993n, name: "o'clock \u0000" }]);
    expect(await create("voices").has("list")).toBe(true);
    expect(await keyv.delete(["list", "other"])).toEqual([true, false]);
  });

  it("lets Keyv tell of a store that can't answer, and take it for a miss", async () => {
    const closed = await testStore(kind);
    await closed[Symbol.asyncDispose]();
    const keyv = new Keyv({ store: createKeyvStore(closed.db, clock) });
    const errors: unknown[] = [];
    keyv.on("error", (error) => errors.push(error));
    expect(await keyv.get("voice")).toBeUndefined();
    expect(await keyv.set("voice", 1)).toBe(false);
    expect(errors).toHaveLength(2);
  });
});
