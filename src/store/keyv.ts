import { type KeyvStorageAdapter, type KeyvStorageEntry, keyvStorageCapability } from "keyv";
import type { ExpressionBuilder } from "kysely";
import type { Clock } from "../base/clock.ts";
import type { Db, Tables } from "./tables.ts";

/** Keys in one statement: well under the 32,766 parameters that SQLite takes. */
const KEYS_AT_ONCE = 500;
const PAGE = 100;
/** Expired rows are invisible at once, and deleted when something is written this long after the last time. */
const SWEEP_EVERY_MS = 10 * 60_000;

/** Keyv's storage contract but for events: a failed statement rejects, and Keyv itself emits it as `error`. */
export type KeyvStore = Pick<
  KeyvStorageAdapter,
  "namespace" | "capabilities" | "get" | "getMany" | "has" | "hasMany" | "set" | "setMany" | "delete" | "deleteMany"
> &
  Required<Pick<KeyvStorageAdapter, "clear" | "iterator">>;

/**
 * A Keyv 6 store in the table `kv`, for what may be lost or raced: never credits, leases or a job's state. Make one
 * for each Keyv, as Keyv sets its namespace on it; namespaces, and having none, are apart in one table. Values must be
 * strings, as Keyv's serializer makes them. Expiry is judged by `clock`. There is nothing to disconnect: the database
 * is its opener's to close.
 */
export function createKeyvStore(db: Db, clock: Clock): KeyvStore {
  return new KyselyStore(db, clock);
}

class KyselyStore implements KeyvStore {
  namespace: string | undefined = undefined;
  readonly capabilities = keyvStorageCapability(this);
  readonly #db: Db;
  readonly #clock: Clock;
  #sweepAt = 0;

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async get<Value>(key: string): Promise<Value | string | undefined> {
    const [value] = await this.getMany<Value>([key]);
    return value;
  }

  async getMany<Value>(keys: string[]): Promise<Array<Value | string | undefined>> {
    const keysInTable = this.#inTable(keys);
    const found = new Map<string, string>();
    for (const some of chunks(keysInTable)) {
      const rows = await this.#living().where("key", "in", some).execute();
      for (const { key, value } of rows) found.set(key, value);
    }
    return keysInTable.map((key) => found.get(key));
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return (await this.getMany(keys)).map((value) => value !== undefined);
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.setMany([{ key, value, ...(expires === undefined ? {} : { expires }) }]);
    return true;
  }

  async setMany<Value>(entries: KeyvStorageEntry<Value>[]): Promise<boolean[]> {
    await this.#sweep();
    // The last of two entries with one key wins; a statement may not write a row twice.
    const rows = new Map(entries.map((entry) => [entry.key, this.#row(entry)]));
    for (const values of chunks([...rows.values()])) {
      await this.#db
        .insertInto("kv")
        .values(values)
        .onConflict((c) =>
          c
            .column("key")
            .doUpdateSet((e) => ({ value: e.ref("excluded.value"), expires_at: e.ref("excluded.expires_at") })),
        )
        .execute();
    }
    return entries.map(() => true);
  }

  async delete(key: string): Promise<boolean> {
    const [deleted = false] = await this.deleteMany([key]);
    return deleted;
  }

  /** For each key whether it was there; one that had expired was not. */
  async deleteMany(keys: string[]): Promise<boolean[]> {
    const now = this.#clock.now();
    const keysInTable = this.#inTable(keys);
    const deleted = new Set<string>();
    for (const some of chunks(keysInTable)) {
      const rows = await this.#db.deleteFrom("kv").where("key", "in", some).returning(["key", "expires_at"]).execute();
      for (const { key, expires_at } of rows) if (expires_at === null || expires_at > now) deleted.add(key);
    }
    return keysInTable.map((key) => deleted.has(key));
  }

  async clear(): Promise<void> {
    await this.#db.deleteFrom("kv").where(startsWith(this.#prefix())).execute();
  }

  async *iterator<Value>(): AsyncGenerator<Array<string | Awaited<Value> | undefined>, void> {
    const prefix = this.#prefix();
    let after = "";
    while (true) {
      const page = this.#living().where(startsWith(prefix)).where("key", ">", after).orderBy("key").limit(PAGE);
      const rows = await page.execute();
      for (const { key, value } of rows) yield [key.slice(prefix.length), value];
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = last.key;
    }
  }

  /** Escaped, so that no namespace and key together can be mistaken for another namespace and key. */
  #prefix(): string {
    return `${encodeURIComponent(this.namespace ?? "")}:`;
  }

  #inTable(keys: string[]): string[] {
    return keys.map((key) => this.#prefix() + key);
  }

  #row({ key, value, expires }: KeyvStorageEntry<unknown>) {
    if (typeof value !== "string")
      throw new TypeError(`The value of "${key}" is not a string: leave Keyv its serializer`);
    return { key: this.#prefix() + key, value, expires_at: expires === undefined ? null : Math.ceil(expires) };
  }

  #living() {
    const now = this.#clock.now();
    return this.#db
      .selectFrom("kv")
      .select(["key", "value"])
      .where((e) => e.or([e("expires_at", "is", null), e("expires_at", ">", now)]));
  }

  async #sweep(): Promise<void> {
    const now = this.#clock.now();
    if (now < this.#sweepAt) return;
    this.#sweepAt = now + SWEEP_EVERY_MS;
    await this.#db.deleteFrom("kv").where("expires_at", "<=", now).execute();
  }
}

/** Not LIKE, for which SQLite takes "A" for "a" and both read "%" and "_" as patterns. */
function startsWith(prefix: string) {
  return (e: ExpressionBuilder<Tables, "kv">) =>
    e(e.fn<string>("substr", ["key", e.lit(1), e.lit(prefix.length)]), "=", prefix);
}

function chunks<Item>(items: Item[]): Item[][] {
  const count = Math.ceil(items.length / KEYS_AT_ONCE);
  return Array.from({ length: count }, (_, i) => items.slice(i * KEYS_AT_ONCE, (i + 1) * KEYS_AT_ONCE));
}
