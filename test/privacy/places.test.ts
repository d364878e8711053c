import { globSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { PLACES } from "../../src/privacy/places.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

const tables = PLACES.filter(({ kind }) => kind === "table");
const keys = PLACES.filter(({ kind }) => kind === "keys").map(({ where }) => where);

describe.each(STORE_KINDS)("the table of places on %s", (kind) => {
  it("has every table of the schema with every column, each once", async () => {
    await using store = await testStore(kind);
    const there = (await store.db.introspection.getTables()).filter(({ name }) => !name.startsWith("kysely_"));
    const schema = Object.fromEntries(
      there.map(({ name, columns }) => [name, columns.map((one) => one.name).toSorted()]),
    );
    const known = Object.fromEntries(
      tables.map(({ where, columns }) => [
        where,
        [...(columns?.forgotten ?? []), ...(columns?.stays ?? [])].toSorted(),
      ]),
    );
    expect(known).toEqual(schema);
  });

  it("says of each what the export has, and reads it", async () => {
    await using store = await testStore(kind);
    await sql`select 1`.execute(store.db);
    for (const { where, exported, unexported, rows } of PLACES) {
      expect([where, exported === undefined]).toEqual([where, unexported !== undefined]);
      expect([where, rows === undefined]).toEqual([where, exported === undefined]);
      for await (const page of rows?.(store.db, { workspace: "w", member: "nobody" }) ?? []) expect(page).toEqual([]);
    }
  });
});

describe("the keys of the key-value store", () => {
  const sources = globSync("src/**/*.ts").map((file) => readFileSync(file, "utf8"));

  it("are in the table of places, whatever namespace they are in", () => {
    const namespaces = sources.flatMap((text) => [...text.matchAll(/keyv<[^(]*>\("(\w+)"\)/g)].map(([, name]) => name));
    expect(namespaces.toSorted()).toEqual(["discord", "draft", "slack", "upload"]);
    for (const name of namespaces) expect(keys.some((where) => where.startsWith(`${name}:`))).toBe(true);
  });

  it("are there with each kind that a chat keeps", () => {
    const kept = ["discord", "slack"].flatMap((chat) => {
      const own = globSync(`src/${chat}/**/*.ts`).map((file) => readFileSync(file, "utf8"));
      const written = own.filter((text) => text.includes("drafts.set(")).join("\n");
      const byKey = [...written.matchAll(/["`]([a-z-]+:)(?=\$\{|")/g)].map(([, one]) => `${chat}:${one}`);
      const byKind = own.flatMap((text) => {
        const named = /const KIND = "([a-z-]+)"/.exec(text)?.[1] ?? "";
        const kinds = [...text.matchAll(/createDrafts\([^)]*?kind: (?:"([a-z-]+)"|KIND)/g)];
        return kinds.map(([, kind = named]) => `${chat}:${kind}:`);
      });
      return [...byKey, ...byKind];
    });
    expect(kept.length).toBeGreaterThan(4);
    for (const one of kept) expect(keys).toContain(one);
  });
});
