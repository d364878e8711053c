import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, inject, test } from "vitest";
import { checkDatabase } from "../../src/doctor/database.ts";
import { openStore } from "../../src/store/open.ts";
import { folder } from "../media/support.ts";
import { STORE_KINDS, type TestStore, testStore } from "../support/stores.ts";

const look = (where: Pick<TestStore, "databaseUrl" | "dataDir">) => checkDatabase(where, Date.now);
const words = async (where: Pick<TestStore, "databaseUrl" | "dataDir">) => {
  const { finding } = await look(where);
  return `${finding.is} ${finding.says}`;
};

describe.each(STORE_KINDS)("the database, %s", (kind) => {
  test("opens and is of this version", async () => {
    await using store = await testStore(kind);
    expect(await words(store)).toMatch(/^fine .* opens, and is of this version\./);
  });

  test("is of an older version, and is not migrated", async () => {
    await using store = await testStore(kind);
    const last = sql`select max(name) from kysely_migration`;
    await sql`delete from kysely_migration where name = (${last})`.execute(store.db);
    const { rows } = await sql`select name from kysely_migration`.execute(store.db);
    expect(await words(store)).toMatch(/^note .* The next start brings 1 change to it/);
    expect((await sql`select name from kysely_migration`.execute(store.db)).rows).toEqual(rows);
  });

  test("is of a newer version", async () => {
    await using store = await testStore(kind);
    await sql`insert into kysely_migration (name, timestamp) values ('999_tomorrow', '2027')`.execute(store.db);
    expect(await words(store)).toMatch(/^wrong .* newer Reelay, which added 999_tomorrow\. Install that version/);
  });
});

describe("a SQLite file", () => {
  test("that isn't there is made at the first start, and not before", async () => {
    const dataDir = folder();
    expect(await words({ dataDir, databaseUrl: undefined })).toMatch(
      /^fine .*isn't there yet; the first start makes it\./,
    );
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test("is left as it is, beside a running Reelay and without one", async () => {
    const dataDir = folder();
    const store = await openStore({ dataDir });
    const before = readdirSync(dataDir);
    expect(await words({ dataDir, databaseUrl: undefined })).toMatch(/^fine .*A running Reelay holds it\./);
    expect(readdirSync(dataDir)).toEqual(before);
    await store.close();
    const after = readdirSync(dataDir);
    expect(await words({ dataDir, databaseUrl: undefined })).toMatch(/^fine .*of this version\.$/);
    expect(readdirSync(dataDir)).toEqual(after);
    await (await openStore({ dataDir })).close();
  });

  test("is read with what a dead Reelay has left in its log", async () => {
    const dataDir = folder();
    await (await openStore({ dataDir })).close();
    const left = new DatabaseSync(join(dataDir, "reelay.db"));
    left.exec("pragma wal_autocheckpoint = 0; insert into kysely_migration values ('999_tomorrow', '2027')");
    expect(readdirSync(dataDir)).toContain("reelay.db-wal");
    expect(await words({ dataDir, databaseUrl: undefined })).toMatch(/^wrong .*999_tomorrow/);
    left.close();
  });

  test("that is no database is said to be none", async () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, "reelay.db"), "not a database, ".repeat(1_000));
    expect(await words({ dataDir, databaseUrl: undefined })).toMatch(/^wrong .*file is not a database\. Stop Reelay/);
  });
});

describe("Postgres", () => {
  test("says its time", async () => {
    await using store = await testStore("postgres");
    const { clock } = await look(store);
    expect(clock?.by).toBe("the database");
    expect(clock?.least).toBeLessThan(1_000);
    expect(clock?.most).toBeGreaterThan(-1_000);
  });

  test("that only reads is said to", async () => {
    await using store = await testStore("postgres");
    const name = new URL(store.databaseUrl ?? "").pathname.slice(1);
    await sql`alter database ${sql.ref(name)} set default_transaction_read_only = on`.execute(store.db);
    expect(await words(store)).toMatch(/^wrong .*read-only by default/);
  });

  test.each([
    ["no server", () => "postgres://reelay:let-me-in@127.0.0.1:1/reelay", /ECONNREFUSED/],
    ["no such database", () => `${inject("postgres")}/nowhere`, /database "nowhere" does not exist/],
  ])("that can't be opened, with %s, is said without its password", async (_, address, why) => {
    const said = await words({ dataDir: "", databaseUrl: address() });
    expect(said).toMatch(/^wrong Postgres can't be opened/);
    expect(said).toMatch(why);
    expect(said).not.toContain("let-me-in");
  });
});
