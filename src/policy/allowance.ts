import type { Allowance, Seen } from "../credits/ledger.ts";
import { periodAt, type Span } from "../credits/period.ts";
import { ALLOWANCES, allowancePot, type Owner } from "../credits/pots.ts";
import type { Quota } from "../credits/quota.ts";
import { type Units, units, ZERO } from "../credits/units.ts";
import type { Db } from "../store/tables.ts";
import { type Policy, rightsOf } from "./policy.ts";
import { readPolicy } from "./store.ts";

/**
 * What the policy gives a member with these roles in the period that holds `seen.at`. In the first period after the
 * period or the time zone was changed, by admins or by the operator, what was held or spent of another allowance since
 * its beginning counts as had: changing it gives nobody the same credits twice.
 */
export async function allowanceOf(
  db: Db,
  policy: Policy,
  owner: Owner,
  { roles, seen }: { roles: readonly string[]; seen: Seen },
): Promise<Allowance> {
  const { period, timeZone } = policy;
  const terms = `${period} ${timeZone}`;
  const span = periodAt(period, seen.at, timeZone);
  const { allowance } = rightsOf(policy, { id: owner.member, roles });
  const since = seen.terms === terms ? (seen.termsSince ?? seen.at) : seen.at;
  const had = since >= span.startsAt ? await hadElsewhere(db, owner, span) : 0;
  const amount = units(Math.max(0, allowance - had));
  return { period: span.name, amount, renewsAt: span.endsAt, timeZone, terms };
}

/** The same for showing, at `now`: by the time that the account has seen last, and its roles unless they are known. */
export async function presentAllowance(
  db: Db,
  defaults: Quota,
  owner: Owner,
  now: number,
  known?: readonly string[],
): Promise<Allowance> {
  const policy = await readPolicy(db, defaults, owner.workspace);
  const account = await db
    .selectFrom("accounts")
    .select(["touched_at", "roles", "terms", "terms_since"])
    .where("workspace", "=", owner.workspace)
    .where("member", "=", owner.member)
    .executeTakeFirst();
  const roles = known ?? (JSON.parse(account?.roles ?? "[]") as string[]);
  const at = Math.max(now, account?.touched_at ?? 0);
  const seen = { at, terms: account?.terms ?? null, termsSince: account?.terms_since ?? null };
  return allowanceOf(db, policy, owner, { roles, seen });
}

/** What the jobs of this period took from allowances of other names, and have not given back. */
async function hadElsewhere(db: Db, { workspace, member }: Owner, { name, startsAt }: Span): Promise<Units> {
  const other = await db
    .selectFrom("pots")
    .select("pot")
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .where("pot", "like", `${ALLOWANCES}%`)
    .where("pot", "<>", allowancePot(name))
    .limit(1)
    .executeTakeFirst();
  // Most accounts are new and have no other: the jobs of the whole workspace need not be looked through for them.
  if (!other) return ZERO;
  const rows = await db
    .selectFrom("ledger")
    .innerJoin("holds", "holds.id", "ledger.hold")
    .select((eb) => ["ledger.kind", eb.fn.sum<number>("ledger.amount").as("amount")])
    .where("holds.workspace", "=", workspace)
    .where("holds.member", "=", member)
    .where("holds.created_at", ">=", startsAt)
    .where("ledger.kind", "in", ["hold", "release"])
    .where("ledger.pot", "like", `${ALLOWANCES}%`)
    .where("ledger.pot", "<>", allowancePot(name))
    .groupBy("ledger.kind")
    .execute();
  const of = (kind: "hold" | "release") => Number(rows.find((row) => row.kind === kind)?.amount ?? 0);
  return units(of("hold") - of("release"));
}
