import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SQLInputValue, StatementSync } from "node:sqlite";
import { Kysely } from "kysely";
import { hold, openAccount, resolve } from "../src/credits/ledger.ts";
import { units } from "../src/credits/units.ts";
import { migrate } from "../src/store/open.ts";
import { openDatabase, sqliteDialect } from "../src/store/sqlite.ts";
import type { Tables, Tx } from "../src/store/tables.ts";

interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

const OWNER = { workspace: "w", member: "m" };
const ALLOWANCE = { period: "2026-11", amount: units(1e12), renewsAt: 0 };
const PRICE = units(270_000);
const NOW = 1_795_000_000_000;

/**
 * Pairs of hold and capture a second through the ledger, and the very same statements, as the ledger was seen to send
 * them, prepared and run by `node:sqlite` alone. Same disk, same durability, taking turns so that both meet the same noise.
 */
export async function run({ pairs = 1_500, rounds = 5 } = {}): Promise<{ ours: number; raw: number }> {
  const dir = await mkdtemp(join(tmpdir(), "reelay-bench-"));
  try {
    const seen: Statement[][] = [];
    const recorded = await open(join(dir, "recorded.db"), (statement) => seen.at(-1)?.push(statement));
    await work(recorded, pairs * rounds, () => seen.push([]));
    await recorded.destroy();

    const db = await open(join(dir, "ours.db"));
    await (await open(join(dir, "raw.db"))).destroy();
    const raw = openDatabase(join(dir, "raw.db"));
    const prepared = new Map<string, StatementSync>();
    const spent = { ours: 0, raw: 0 };
    for (let round = 0; round < rounds; round++) {
      spent.ours += await timed(() => work(db, pairs));
      const share = seen.slice(round * pairs * 2, (round + 1) * pairs * 2);
      spent.raw += await timed(async () => replay(raw, prepared, share));
    }
    await db.destroy();
    raw.close();
    const total = pairs * rounds;
    return { ours: total / spent.ours, raw: total / spent.raw };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function open(path: string, seen?: (statement: Statement) => void): Promise<Kysely<Tables>> {
  const db = new Kysely<Tables>({
    dialect: sqliteDialect(path),
    ...(seen ? { log: ({ query: { sql, parameters } }) => seen({ sql, parameters }) } : {}),
  });
  await migrate(db);
  return db;
}

async function work(db: Kysely<Tables>, pairs: number, begins: () => void = () => undefined): Promise<void> {
  const inTransaction = (does: (tx: Tx) => Promise<void>) => {
    begins();
    return db.transaction().execute(does);
  };
  for (let i = 0; i < pairs; i++) {
    const generation = `g${performance.now()}-${i}`;
    await inTransaction(async (tx) => {
      const account = await openAccount(tx, OWNER, ALLOWANCE, NOW);
      await hold(tx, account, { generation, amount: PRICE, note: "bench" }, NOW);
    });
    await inTransaction((tx) => resolve(tx, generation, PRICE, "bench", NOW));
  }
}

function replay(
  db: ReturnType<typeof openDatabase>,
  prepared: Map<string, StatementSync>,
  transactions: Statement[][],
): void {
  for (const statements of transactions) {
    db.exec("begin immediate");
    for (const { sql, parameters } of statements) {
      if (/^(begin|commit)/.test(sql)) continue;
      const statement = prepared.get(sql) ?? db.prepare(sql);
      prepared.set(sql, statement);
      const values = parameters as SQLInputValue[];
      if (/^select|returning/.test(sql)) statement.all(...values);
      else statement.run(...values);
    }
    db.exec("commit");
  }
}

async function timed(does: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await does();
  return (performance.now() - began) / 1000;
}

if (import.meta.main) {
  const { ours, raw } = await run();
  console.log(
    `ledger: ${ours.toFixed(0)} hold+capture pairs a second; raw node:sqlite: ${raw.toFixed(0)}; ratio ${(ours / raw).toFixed(2)} (goal 0.5)`,
  );
}
