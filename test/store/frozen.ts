import type { KyselyPlugin } from "kysely";
import { messageOf } from "../../src/base/errors.ts";
import { admit } from "../../src/generations/states/slots.ts";
import { openStore } from "../../src/store/open.ts";

/**
 * A process that gives out the slots and stands still inside that, holding the lock, until its parent sends anything.
 * Sends `inside`, and in the end what became of it.
 */
const [, , databaseUrl = "", dataDir = ""] = process.argv;
const goOn = new Promise((resolve) => process.once("message", resolve));
const { db, close } = await openStore({ databaseUrl, dataDir });

let statements = 0;
const standStill: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => {
    statements += 1;
    // The first two look whether there is a slot; the third is the lock.
    if (statements === 3) {
      process.send?.("inside");
      await goOn;
    }
    return result;
  },
};
const became = await admit(db.withPlugin(standStill), 10, Date.now()).then(
  (jobs) => `admitted ${jobs}`,
  (error: unknown) => `failed: ${messageOf(error)}`,
);
process.send?.(became);
await close();
process.disconnect();
