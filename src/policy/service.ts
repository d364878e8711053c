import type { Clock } from "../base/clock.ts";
import { UserError } from "../base/errors.ts";
import { clip } from "../base/words.ts";
import type { Actor, Place } from "../chat/contract/invocation.ts";
import { periodAt } from "../credits/period.ts";
import type { Quota } from "../credits/quota.ts";
import type { Units } from "../credits/units.ts";
import type { Db } from "../store/tables.ts";
import { quoted } from "../text/measures.ts";
import { sentences } from "../text/sentences.ts";
import { noteAdmin } from "./admins.ts";
import { spentSince } from "./judge.ts";
import { giveCredits, grantCredits, type Receiver, takeCredits } from "./money.ts";
import { isAdmin, type Policy, type Rules } from "./policy.ts";
import { type AuditEntry, type Changed, changeRules, readAudit, readPolicy } from "./store.ts";

const words = sentences("policy", {
  adminsOnly: "Only admins can do that. Ask one of them.",
  nobody: "There's nobody called {name} in this workspace. Pick somebody from the list.",
  bot: "{name} is a bot, and bots don't have credits. Pick a person.",
});

/** Somebody in the workspace, as the chat knows them. */
export interface Person {
  id: string;
  name: string;
  bot: boolean;
}

/** How the rules stand, and what has been spent of the budget. */
export interface Standing {
  policy: Policy;
  /** What all members' jobs of this period cost, in Units, and when the next begins. */
  spent: Units;
  renewsAt: number;
  /** The names of members that the policy is about, by id; whose name the chat doesn't say has none. */
  names: ReadonlyMap<string, string>;
}

/** What admins do with the rules and with members' credits. All but `give` throw UserError for whoever is no admin. */
export interface WorkspacePolicy {
  standing(): Promise<Standing>;
  /** Changes the rules as `changeRules`, and gives how they stand then. */
  change(change: (now: Rules, at: number) => Changed | undefined): Promise<Standing>;
  /** Gives whom it went to. Throws UserError for a bot, or for nobody of the workspace. So do the next three. */
  grant(member: string, amount: Units): Promise<Receiver>;
  take(member: string, amount: Units): Promise<Receiver & { taken: Units }>;
  /** Of the member's own grants. */
  give(member: string, amount: Units): Promise<Receiver>;
  person(member: string): Promise<Receiver>;
  audit(): Promise<readonly AuditEntry[]>;
}

export interface PolicyParts {
  db: Db;
  quota: Quota;
  clock: Clock;
  /** Who has that id in the place's workspace; undefined when nobody there does. */
  findPerson(place: Place, id: string): Promise<Person | undefined>;
}

/** So many members are asked after at once; the chats limit it. */
const MOST_NAMED = 20;

/** Entries of the audit that are shown. */
const AUDITED = 15;

export function policyFor(
  { db, quota, clock, findPerson }: PolicyParts,
  { actor, place, sourceId }: { actor: Actor; place: Place; sourceId: string },
): WorkspacePolicy {
  const { workspace, platform } = place;
  const read = () => readPolicy(db, quota, workspace);

  const needAdmin = async (): Promise<void> => {
    if (!isAdmin(await read(), actor)) throw new UserError(words.adminsOnly);
    await noteAdmin(db, actor, place, clock.now());
  };
  /** A chat that doesn't answer holds nothing up: then a member is known by the id alone. */
  const namesOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const found = await Promise.allSettled(ids.map((id) => findPerson(place, id)));
    const people = found.flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value] : []));
    return new Map(people.map(({ id, name }) => [id, name]));
  };
  const standing = async (): Promise<Standing> => {
    await needAdmin();
    const policy = await read();
    const { startsAt, endsAt } = periodAt(policy.period, clock.now(), policy.timeZone);
    const names = await namesOf([...policy.admins, ...Object.keys(policy.members)].slice(0, MOST_NAMED));
    return { policy, spent: await spentSince(db, workspace, startsAt), renewsAt: endsAt, names };
  };
  const person = async (id: string): Promise<Receiver> => {
    const found = await findPerson(place, id);
    if (!found) {
      throw new UserError(words.nobody({ name: quoted(clip(id)) }), { option: "member" });
    }
    if (found.bot) throw new UserError(words.bot({ name: found.name }), { option: "member" });
    return { id: found.id, name: found.name };
  };
  const handling = () => ({ workspace, by: actor, source: `${platform} ${workspace} ${sourceId}`, at: clock.now() });

  return {
    standing,
    change: async (change) => {
      await needAdmin();
      await db.transaction().execute((tx) => changeRules(tx, workspace, actor, change, clock.now()));
      return standing();
    },
    grant: async (member, amount) => {
      await needAdmin();
      const to = await person(member);
      await grantCredits(db, handling(), to, amount);
      return to;
    },
    take: async (member, amount) => {
      await needAdmin();
      const from = await person(member);
      return { ...from, taken: await takeCredits(db, handling(), from, amount) };
    },
    give: async (member, amount) => {
      const to = await person(member);
      await giveCredits(db, quota, handling(), to, amount);
      return to;
    },
    person,
    audit: async () => {
      await needAdmin();
      return readAudit(db, workspace, AUDITED);
    },
  };
}
