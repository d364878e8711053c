import { UserError } from "../base/errors.ts";
import type { ElementRef } from "../models/parts/model.ts";
import type { Db } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import { keyOf } from "./names.ts";

const words = sentences("in-cast", {
  anew: "@{name} has been made again since then. Send your command again to use the new one.",
  gone: "@{name} is no longer in the cast. See who is with /element list.",
});

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
  const anew = there.some(({ name_key }) => name_key === keyOf(name));
  throw new UserError(anew ? words.anew({ name }) : words.gone({ name }));
}

function isElement(value: unknown): value is ElementRef {
  return typeof value === "object" && value !== null && "id" in value && "name" in value;
}
