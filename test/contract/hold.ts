import { letsAdminsDecide } from "./admin.ts";
import type { Bench } from "./chat.ts";
import { keepsTheContract } from "./contract.ts";
import { letsMembersLookBack } from "./look-back.ts";

/** Holds a chat to all that every chat keeps. `open` gives a fresh one with a Reelay in it, started with CONTRACT_ENV. */
export function holdToTheContract(name: string, open: () => Promise<Bench>): void {
  keepsTheContract(name, open);
  letsAdminsDecide(name, open);
  letsMembersLookBack(name, open);
}
