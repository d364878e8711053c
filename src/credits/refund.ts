import type { Tx } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import { grant } from "./ledger.ts";
import { approvalPot, type Owner } from "./pots.ts";
import { type Units, units } from "./units.ts";

const words = sentences("refund", { of: "refund for {job}" });

/**
 * Gives back what a job was charged, as a grant, when what it was charged for never came. What an admin had added for
 * that job alone goes back to nobody: it was not the member's. Gives what they get.
 */
export async function refund(tx: Tx, owner: Owner, generation: string, at: number): Promise<Units> {
  const charged = await tx
    .selectFrom("ledger")
    .select((eb) => eb.fn.sum<number | null>("amount").as("amount"))
    .where("workspace", "=", owner.workspace)
    .where("member", "=", owner.member)
    .where("generation", "=", generation)
    .where("kind", "=", "capture")
    .where("pot", "<>", approvalPot(generation))
    .executeTakeFirstOrThrow();
  const amount = units(Number(charged.amount ?? 0));
  if (amount > 0) await grant(tx, owner, amount, words.of({ job: generation }), at);
  return amount;
}
