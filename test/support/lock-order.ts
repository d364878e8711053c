import {
  DeleteQueryNode,
  InsertQueryNode,
  type KyselyPlugin,
  type OperationNode,
  SelectQueryNode,
  TableNode,
  UpdateQueryNode,
} from "kysely";
import { LOCK_ORDER, lockRank } from "../../src/store/lock-order.ts";
import type { Db, Tx } from "../../src/store/tables.ts";

/** A store that holds every transaction against the order of locks, and fails the first that breaks it. */
export function inLockOrder(db: Db): Db {
  return new Proxy(db, {
    get: (target, name) => {
      if (name === "transaction") return () => watched(target.transaction());
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function watched(begun: ReturnType<Db["transaction"]>) {
  return { execute: <T>(work: (tx: Tx) => Promise<T>) => begun.execute((tx) => work(tx.withPlugin(watch()))) };
}

/** Of one transaction. */
function watch(): KyselyPlugin {
  let highest = 0;
  return {
    transformQuery: ({ node }) => {
      for (const table of lockedBy(node)) {
        const rank = lockRank(table);
        if (rank < 0) throw new Error(`${table} has no place in the order of locks`);
        const before = LOCK_ORDER[highest]?.table;
        if (rank < highest) throw new Error(`${table} is locked after ${before}: two such transactions can deadlock`);
        highest = rank;
      }
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

/** The tables of which a statement locks rows that others may want. */
function lockedBy(node: OperationNode): string[] {
  if (UpdateQueryNode.is(node)) return node.table ? [nameOf(node.table)] : [];
  if (DeleteQueryNode.is(node)) return node.from.froms.map(nameOf);
  if (InsertQueryNode.is(node)) return node.onConflict && node.into ? [nameOf(node.into)] : [];
  if (SelectQueryNode.is(node)) return node.endModifiers ? (node.from?.froms.map(nameOf) ?? []) : [];
  return [];
}

function nameOf(node: OperationNode): string {
  if (!TableNode.is(node)) throw new Error(`What a statement locks can't be read: ${node.kind}`);
  return node.table.identifier.name;
}
