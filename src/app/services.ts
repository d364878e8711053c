import { randomBytes } from "node:crypto";
import type Keyv from "keyv";
import { ownerTag } from "../base/owner-tag.ts";
import type { Command } from "../chat/command/command.ts";
import type { Services } from "../chat/command/services.ts";
import type { Invocation } from "../chat/contract/invocation.ts";
import { changeLine } from "../chat/form/change-line.ts";
import { lockAccount } from "../credits/ledger.ts";
import { creditsFor } from "../credits/service.ts";
import type { Cast } from "../elements/cast.ts";
import { type CastParts, castFor } from "../elements/service.ts";
import { approvalsFor } from "../generations/approve/approvals.ts";
import { deleteUploaded } from "../generations/files/addresses.ts";
import { prepareToAsk, request } from "../generations/request/request.ts";
import type { Engine } from "../generations/run/engine.ts";
import { generationsFor } from "../generations/service.ts";
import type { Draft } from "../models/parts/draft.ts";
import type { Model } from "../models/parts/model.ts";
import { LONGEST_PROMPT } from "../models/parts/parts.ts";
import { presentAllowance } from "../policy/allowance.ts";
import { judgeForgetting } from "../policy/judge.ts";
import { type PolicyParts, policyFor } from "../policy/service.ts";
import { readPolicy } from "../policy/store.ts";
import { withPreferences } from "../preferences/apply.ts";
import { createPreferences } from "../preferences/preferences.ts";
import { preferencesFor } from "../preferences/service.ts";
import type { TakeOut } from "../privacy/member/said-of.ts";
import { privacyFor } from "../privacy/service.ts";
import { type ShareParts, sharesFor } from "../share/service.ts";
import type { Db } from "../store/tables.ts";
import { usageFor } from "../usage/service.ts";
import type { JobPorts } from "./job-ports.ts";
import type { Operations } from "./watch/operations.ts";

interface Parts {
  cast: Cast;
  /** Characters that wait for a confirmation, by its token. */
  drafts: Keyv<unknown>;
  engine: Engine;
  commands: readonly Command[];
  operations: Pick<Operations, "usage" | "status">;
  /** Takes a message out of its chat. */
  takeOut: TakeOut;
  sharing: Pick<ShareParts, "shares" | "links" | "base">;
  /** Who has that id in a workspace, as its chat knows it; without it, only who has used Reelay there is known. */
  findPerson?: PolicyParts["findPerson"];
}

/** Binds what a command may do to whoever typed it. `line` is the command as it can be typed again, without its files. */
export type BindServices = ReturnType<typeof bindServices>;

/** What a command may do for whoever typed it, put together from all rooms. */
export function bindServices(
  ports: JobPorts,
  { cast, drafts, engine, commands, operations: { usage, status }, sharing, takeOut, findPerson }: Parts,
) {
  const { db, library, clock, log, quota } = ports;
  const stored = createPreferences({ db });
  /** Of 40 characters: whose it is, and 96 bits that nobody guesses. */
  const newToken = (owner: { workspace: string; member: string }) => () =>
    `${ownerTag(owner.workspace, owner.member)}${randomBytes(12).toString("hex")}`;
  const policyParts = { db, quota, clock, findPerson: findPerson ?? knownHere(db) };
  const privacyParts = {
    ...{ db, library, takeOut, clock, log },
    deleteUploaded: (hash: string) => deleteUploaded(ports, hash),
  };
  const castParts: Omit<CastParts, "prepare" | "token"> = {
    ...{ cast, db, drafts, library, clock, log },
    longestPrompt: LONGEST_PROMPT,
    lockMember: async (tx, owner) => {
      await lockAccount(tx, owner, clock.now());
      await judgeForgetting(tx, owner);
    },
    request: async (asked) => {
      await request(ports, asked);
      engine.wake();
    },
  };
  const relined = (line: string, change: Readonly<Record<string, string>>) => changeLine(line, commands, change);
  return (
    {
      actor,
      place,
      sourceId,
      aside,
      locale,
    }: Pick<Invocation, "actor" | "place" | "sourceId" | "aside"> & Partial<Pick<Invocation, "locale">>,
    line: string,
  ): Omit<Services, "commands"> => {
    const asking = { ...ports, aside };
    const owner = { workspace: place.workspace, member: actor.id };
    const asker = { actor, place, sourceId, line, locale };
    const ofMember = castFor(
      { ...castParts, token: newToken(owner), prepare: (asked) => prepareToAsk(asking, asked) },
      asker,
    );
    const preferences = preferencesFor(stored, owner);
    const complete = async (model: Model, draft: Draft) =>
      withPreferences(model, await ofMember.resolve(draft), await preferences.chosen());
    const askAbove = async () => (await preferences.chosen()).ask_above;
    const begins = {
      ...asking,
      wake: engine.wake,
      complete,
      drafts,
      token: newToken(owner),
      askAbove,
      changeLine: relined,
    };
    const timeZone = async () => (await readPolicy(db, quota, place.workspace)).timeZone;
    const allowance = () => presentAllowance(db, quota, owner, clock.now(), actor.roles);
    return {
      generations: generationsFor(begins, asker),
      cast: ofMember,
      credits: creditsFor({ db, allowance }, owner),
      preferences,
      privacy: privacyFor(privacyParts, owner),
      policy: policyFor(policyParts, asker),
      usage: usageFor({ usage, library, timeZone, clock, log }, { workspace: place.workspace, locale: locale ?? "en" }),
      status: { read: () => status.read(place.workspace) },
      approvals: approvalsFor(begins, asker),
      shares: sharesFor({ ...sharing, db, clock, log }, asker),
    };
  };
}

/** Who has asked for something in the workspace before, by the name they had last. */
function knownHere(db: Db): PolicyParts["findPerson"] {
  return async ({ workspace }, id) => {
    const row = await db
      .selectFrom("generations")
      .select(["member", "member_name"])
      .where("workspace", "=", workspace)
      .where("member", "=", id)
      .orderBy("created_at", "desc")
      .limit(1)
      .executeTakeFirst();
    return row && { id: row.member, name: row.member_name, bot: false };
  };
}
