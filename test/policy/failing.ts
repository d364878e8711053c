import type { KyselyPlugin } from "kysely";
import type { Db } from "../../src/store/tables.ts";

/** The store did not answer. */
export class StoreFailed extends Error {
  override readonly name = "StoreFailed";
}

/** A store whose n-th statement from now on fails, once: before it has run, or when its answer is lost. */
export interface Failing {
  around(db: Db): Db;
  /** From 1. */
  failAt(n: number, how: "before" | "after"): void;
  /** Whether it has come to that since `failAt`. */
  failed(): boolean;
  /** Nothing fails any more. */
  heal(): void;
}

export function failingStore(): Failing {
  let left = Number.POSITIVE_INFINITY;
  let mode: "before" | "after" = "before";
  let hit = false;
  let losing = false;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      left -= 1;
      if (left === 0) {
        hit = true;
        if (mode === "before") throw new StoreFailed("The store did not take the statement");
        losing = true;
      }
      return node;
    },
    transformResult: async ({ result }) => {
      if (!losing) return result;
      losing = false;
      throw new StoreFailed("The store's answer was lost");
    },
  };
  return {
    around: (db) => db.withPlugin(plugin),
    failAt: (n, how) => {
      left = n;
      mode = how;
      hit = false;
    },
    failed: () => hit,
    heal: () => {
      left = Number.POSITIVE_INFINITY;
      losing = false;
    },
  };
}
