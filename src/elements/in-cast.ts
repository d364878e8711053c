import { UserError } from "../base/errors.ts";
import type { ElementRef } from "../models/parts/model.ts";
import type { Db } from "../store/tables.ts";
import { keyOf } from "./names.ts";

/** Far more than any model takes; a list that was altered is no reason for a statement without end. */
const MOST_ASKED = 50;

/**
 * Asks the cast for every character of an input or a draft that was looked up before, however long ago: it may have
 * been deleted since, or made anew. Names are looked up elsewhere and pass. Throws UserError for the first that can't
 * be used any more.
 */
export async function judgeInCast(
  db: Db,
  workspace: string,
  { elements }: Readonly<Record<string, unknown>>,
): Promise<void> {
  const asked = (Array.isArray(elements) ? elements : []).filter(isElement).slice(0, MOST_ASKED);
  if (asked.length === 0) return;
  const there = await db
    .selectFrom("elements")
    .select(["element_id", "name_key"])
    .where("workspace", "=", workspace)
    .where("state", "=", "ready")
    .where(({ eb, or }) =>
      or([
        eb(
          "element_id",
          "in",
          asked.map(({ id }) => id),
        ),
        eb(
          "name_key",
          "in",
          asked.map(({ name }) => keyOf(name)),
        ),
      ]),
    )
    .execute();
  const lost = asked.find(({ id }) => !there.some(({ element_id }) => element_id === id));
  if (!lost) return;
  const { name } = lost;
  throw new UserError(
    there.some(({ name_key }) => name_key === keyOf(name))
      ? `@${name} has been made anew since then. Type your command again to use the new one.`
      : `@${name} is no longer in the cast, so this can't be made with @${name}. /element list shows who there is.`,
  );
}

function isElement(value: unknown): value is ElementRef {
  return typeof value === "object" && value !== null && "id" in value && "name" in value;
}
