import { z } from "zod";
import { units } from "../credits/units.ts";
import { familyLengths, familyNames } from "../models/families.ts";
import { ASPECTS, QUALITIES } from "../models/parts/parts.ts";
import type { Db, Tx } from "../store/tables.ts";

/** A choice that is no longer offered counts as none, instead of keeping the others from being read. */
const stored = z.object({
  model: z.enum(familyNames).optional().catch(undefined),
  quality: z.enum(QUALITIES).optional().catch(undefined),
  aspect: z.enum(ASPECTS).optional().catch(undefined),
  duration: z.int().min(familyLengths.min).max(familyLengths.max).optional().catch(undefined),
  sound: z.boolean().optional().catch(undefined),
  ask_above: z.int().min(0).transform(units).optional().catch(undefined),
});

/**
 * What a member wants where a command doesn't say it; what is absent is as usual. `duration` is in whole seconds,
 * `ask_above` the price in Units above which they want to be asked first.
 */
export type Preferences = Readonly<z.output<typeof stored>>;

export type PreferenceName = keyof Preferences;

/** Every preference there is, in the order they are shown. */
export const preferenceNames = stored.keyof().options;

/** New values by name; null puts one back to what is usual, undefined leaves it as it is. */
export type PreferenceChange = { readonly [Name in PreferenceName]?: Preferences[Name] | null };

/** Whose they are: a member has others in another workspace. */
interface Owner {
  workspace: string;
  member: string;
}

export interface PreferenceStore {
  read(owner: Owner): Promise<Preferences>;
  /** Makes the change and gives what holds now. Changes of one member wait for each other, so none is lost. */
  write(owner: Owner, change: PreferenceChange): Promise<Preferences>;
}

/** The members' defaults, in the table `preferences`. */
export function createPreferences({ db }: { db: Db }): PreferenceStore {
  return {
    read: async ({ workspace, member }) => {
      const row = await db
        .selectFrom("preferences")
        .select("chosen")
        .where("workspace", "=", workspace)
        .where("member", "=", member)
        .executeTakeFirst();
      return parse(row?.chosen);
    },
    write: (owner, change) =>
      db.transaction().execute(async (tx) => {
        const changed = merge(parse(await lockRow(tx, owner)), change);
        await tx
          .updateTable("preferences")
          .set({ chosen: JSON.stringify(changed) })
          .where("workspace", "=", owner.workspace)
          .where("member", "=", owner.member)
          .execute();
        return changed;
      }),
  };
}

/** The row as it is, written by this transaction and so held until it ends. */
async function lockRow(tx: Tx, { workspace, member }: Owner): Promise<string> {
  const { chosen } = await tx
    .insertInto("preferences")
    .values({ workspace, member, chosen: "{}" })
    .onConflict((c) => c.columns(["workspace", "member"]).doUpdateSet((e) => ({ chosen: e.ref("preferences.chosen") })))
    .returning("chosen")
    .executeTakeFirstOrThrow();
  return chosen;
}

function parse(text = "{}"): Preferences {
  return stored.parse(JSON.parse(text));
}

function merge(before: Preferences, change: PreferenceChange): Preferences {
  const told = Object.entries(change).filter(([, value]) => value !== undefined);
  const kept = Object.entries({ ...before, ...Object.fromEntries(told) }).filter(([, value]) => value !== null);
  return stored.parse(Object.fromEntries(kept));
}
