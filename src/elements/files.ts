import type { ElementRow, GenerationState, Tx } from "../store/tables.ts";
import { filesOf } from "./element.ts";

const ENDED = ["delivered", "failed", "canceled", "lost"] as const satisfies readonly GenerationState[];

/** Those of an element's files that no other element and no job but its own, and that one only once ended, needs. */
export async function unneededFiles(tx: Tx, element: ElementRow): Promise<readonly string[]> {
  const unneeded: string[] = [];
  for (const hash of filesOf(element)) {
    if (!(await isInCast(tx, hash, element.id)) && !(await isInJob(tx, hash, element.generation))) unneeded.push(hash);
  }
  return unneeded;
}

/** Whether an element was made from the file, or waits to be. `except` one element's id. */
export async function isInCast(db: Pick<Tx, "selectFrom">, hash: string, except = ""): Promise<boolean> {
  const found = await db
    .selectFrom("elements")
    .select("id")
    .where("id", "<>", except)
    .where("files", "like", `%${hash}%`)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

async function isInJob(tx: Tx, hash: string, own: string | null): Promise<boolean> {
  const found = await tx
    .selectFrom("generations")
    .select("id")
    .where((eb) => eb.or([eb("input", "like", `%${hash}%`), eb("video", "like", `%${hash}%`)]))
    .where((eb) => eb.not(eb.and([eb("id", "=", own ?? ""), eb("state", "in", ENDED)])))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
