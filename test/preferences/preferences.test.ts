import { describe, expect, it } from "vitest";
import { createPreferences } from "../../src/preferences/preferences.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

const ada = { workspace: "w1", member: "ada" };

describe.each(STORE_KINDS)("preferences on %s", (kind) => {
  it("are none until something is chosen", async () => {
    await using store = await testStore(kind);
    expect(await createPreferences(store).read(ada)).toEqual({});
  });

  it("keep what was chosen before, and put back what is null", async () => {
    await using store = await testStore(kind);
    const preferences = createPreferences(store);
    await preferences.write(ada, { model: "kling-turbo", quality: "1080p", duration: 8, sound: false });
    const now = await preferences.write(ada, { quality: null, duration: 10, aspect: "9:16", model: undefined });
    expect(now).toEqual({ model: "kling-turbo", duration: 10, aspect: "9:16", sound: false });
    expect(await preferences.read(ada)).toEqual(now);
  });

  it("belong to one member of one workspace", async () => {
    await using store = await testStore(kind);
    const preferences = createPreferences(store);
    await preferences.write(ada, { quality: "1080p" });
    expect(await preferences.read({ ...ada, member: "bob" })).toEqual({});
    expect(await preferences.read({ ...ada, workspace: "w2" })).toEqual({});
  });

  it("lose nothing when a member changes several at the same moment", async () => {
    await using store = await testStore(kind);
    const preferences = createPreferences(store);
    const changes = [{ quality: "1080p" }, { aspect: "1:1" }, { duration: 12 }, { sound: true }] as const;
    await Promise.all(changes.map((change) => preferences.write(ada, change)));
    expect(await preferences.read(ada)).toEqual(Object.assign({}, ...changes));
  });

  it("leave out a choice that is no longer offered", async () => {
    await using store = await testStore(kind);
    const old = JSON.stringify({ model: "kling-2", quality: "1080p", duration: 99, size: "large" });
    await store.db
      .insertInto("preferences")
      .values({ ...ada, chosen: old })
      .execute();
    expect(await createPreferences(store).read(ada)).toEqual({ quality: "1080p" });
  });
});
