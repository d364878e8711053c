import { z } from "zod";
import { UserError } from "../../base/errors.ts";
import { newId } from "../../base/ids.ts";
import { plainName } from "../../base/words.ts";
import type { Place } from "../../chat/contract/invocation.ts";
import { lockAccount } from "../../credits/ledger.ts";
import { type Units, units } from "../../credits/units.ts";
import { judgeForgetting } from "../../policy/judge.ts";
import { hashesIn, releaseFiles, useFiles } from "../../store/file-uses.ts";
import type { ApprovalRow, Db, Tx } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { Models } from "../makers/finder.ts";
import {
  findBySource,
  type GenerationRequest,
  type NeedsApproval,
  type Prepared,
} from "../request/generation-request.ts";
import { promptOf } from "../show/words.ts";
import type { Basics } from "../states/basics.ts";

const words = sentences("waiting", {
  tooMany:
    "You already have {most, plural, one {# request} other {# requests}} waiting for an admin. Send this one again once some are decided.",
});

/** A member's requests that may wait at once: admins have to read each of them. */
const MOST_WAITING = 5;

/** How long an admin can decide. */
export const APPROVAL_LIVES_MS = 24 * 3_600_000;

/** What it takes to begin a request later, on behalf of whoever asked. */
export const waiting = z.object({
  model: z.string(),
  input: z.record(z.string(), z.unknown()),
  line: z.string(),
  why: z.enum(["price", "credits"]),
  /** Absent in requests of before, and where the chat told none. */
  locale: z.string().exactOptional(),
  actor: z.object({ id: z.string(), name: z.string(), admin: z.boolean(), roles: z.array(z.string()).readonly() }),
  place: z.object({
    platform: z.string(),
    workspace: z.string(),
    channel: z.string(),
    thread: z.string().exactOptional(),
    uploadLimit: z.number().exactOptional(),
  }) satisfies z.ZodType<Place>,
});

/** What it takes to keep requests, and to show them. */
interface Keeping extends Pick<Basics, "db" | "clock">, Models {}

/** A request that waits for an admin, as it is shown. */
export interface Approval {
  id: string;
  state: ApprovalRow["state"];
  member: string;
  memberName: string;
  price: Units;
  /** Who decided, once somebody has. */
  deciderName: string | undefined;
  expiresAt: number;
  /** What was asked for and why it waits; nothing once it was decided. */
  asked: { model: Text; details: Text; prompt: string; line: string; why: NeedsApproval["why"] } | undefined;
}

/**
 * Puts a request before the admins; the same interaction again gives the one that is there, and nothing when its job
 * has begun meanwhile. Nothing is held. Throws UserError for a member of whom many wait already.
 */
export async function putBeforeAdmins(
  keeping: Keeping,
  asked: Omit<GenerationRequest, "draft">,
  prepared: Prepared,
  why: NeedsApproval["why"],
): Promise<Approval | undefined> {
  const at = keeping.clock.now();
  const { workspace } = asked.place;
  await expire(keeping.db, { workspace, before: at });
  return keeping.db.transaction().execute(async (tx) => {
    // The account's lock: of several requests at once each counts those before it, and none begins meanwhile.
    await lockAccount(tx, { workspace, member: asked.actor.id }, at);
    if ((await findBySource(tx, asked)) !== undefined) return undefined;
    const there = await findAsked(tx, asked);
    if (there) return shown(keeping, there);
    await judgeForgetting(tx, { workspace, member: asked.actor.id });
    await judgeWaiting(tx, asked);
    return shown(keeping, await addWaiting(tx, asked, prepared, { why, at }));
  });
}

/** Throws UserError when as many of the member's requests wait as may. */
async function judgeWaiting(tx: Tx, { actor, place }: Pick<GenerationRequest, "actor" | "place">): Promise<void> {
  const { others } = await tx
    .selectFrom("approvals")
    .select((eb) => eb.fn.countAll<number>().as("others"))
    .where("workspace", "=", place.workspace)
    .where("member", "=", actor.id)
    .where("state", "=", "waiting")
    .executeTakeFirstOrThrow();
  if (Number(others) < MOST_WAITING) return;
  throw new UserError(words.tooMany({ most: MOST_WAITING }));
}

async function addWaiting(
  tx: Tx,
  { model, line, sourceId, actor, place: from, locale }: Omit<GenerationRequest, "draft">,
  { input, price }: Prepared,
  { why, at }: { why: NeedsApproval["why"]; at: number },
): Promise<ApprovalRow> {
  const id = newId("p", at);
  const { id: member, name, admin, roles } = actor;
  const { platform, workspace, channel, thread, uploadLimit } = from;
  const place = {
    ...{ platform, workspace, channel },
    ...(thread === undefined ? {} : { thread }),
    ...(uploadLimit === undefined ? {} : { uploadLimit }),
  };
  const by = { id: member, name, admin, roles };
  const said = locale === undefined ? {} : { locale };
  const request: z.input<typeof waiting> = { ...{ model, input, line, why, place }, ...said, actor: by };
  await useFiles(tx, id, "request", hashesIn(JSON.stringify(input)));
  return tx
    .insertInto("approvals")
    .values({
      id,
      ...{ platform, workspace, member },
      member_name: name,
      source_id: sourceId,
      request: JSON.stringify(request),
      price,
      state: "waiting",
      created_at: at,
      expires_at: at + APPROVAL_LIVES_MS,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What this interaction has put before the admins already. */
function findAsked(
  db: Db,
  { place, sourceId }: Pick<GenerationRequest, "place" | "sourceId">,
): Promise<ApprovalRow | undefined> {
  return db
    .selectFrom("approvals")
    .selectAll()
    .where("platform", "=", place.platform)
    .where("workspace", "=", place.workspace)
    .where("source_id", "=", sourceId)
    .executeTakeFirst();
}

/** Ends what nobody decided in time. Gives the requests of one member whose end they have not been told of. */
export async function readExpired(
  keeping: Keeping,
  { workspace, member }: { workspace: string; member: string },
): Promise<Approval[]> {
  const { db } = keeping;
  await expire(db, { workspace, before: keeping.clock.now() });
  const rows = await db
    .selectFrom("approvals")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .where("state", "=", "expired")
    .where("request", "is not", null)
    .execute();
  return rows.map((row) => shown(keeping, row));
}

/** Lets go of what an ended request was for, once its member knows of the end, and of its files. */
export async function settleExpired(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const taken = await tx
      .updateTable("approvals")
      .set({ request: null })
      .where("id", "=", id)
      .where("request", "is not", null)
      .returning("id")
      .executeTakeFirst();
    if (taken) await releaseFiles(tx, [id]);
  });
}

/** Lets go of all that expired before then in any workspace, told or not: their files are kept no longer. */
export async function forgetExpired(db: Db, before: number): Promise<void> {
  const rows = await db
    .selectFrom("approvals")
    .select("id")
    .where("request", "is not", null)
    .where("expires_at", "<=", before)
    .execute();
  for (const { id } of rows) {
    await db
      .updateTable("approvals")
      .set({ state: "expired", decided_at: before })
      .where("id", "=", id)
      .where("state", "=", "waiting")
      .execute();
    await settleExpired(db, id);
  }
}

/** Ends those that have waited until then. */
export async function expire(db: Db, { workspace, before }: { workspace: string; before: number }): Promise<void> {
  await db
    .updateTable("approvals")
    .set({ state: "expired", decided_at: before })
    .where("workspace", "=", workspace)
    .where("state", "=", "waiting")
    .where("expires_at", "<=", before)
    .execute();
}

/** The request of that id, of this workspace alone. */
export function findApproval(db: Db, workspace: string, id: string): Promise<ApprovalRow | undefined> {
  return db
    .selectFrom("approvals")
    .selectAll()
    .where("id", "=", id)
    .where("workspace", "=", workspace)
    .executeTakeFirst();
}

/** A row as it is shown. */
export function shown({ model: modelOf }: Models, row: ApprovalRow): Approval {
  const { data } = waiting.safeParse(row.request === null ? undefined : JSON.parse(row.request));
  const model = data && modelOf(data.model);
  return {
    id: row.id,
    state: row.state,
    member: row.member,
    memberName: plainName(row.member_name),
    price: units(row.price),
    deciderName: row.decider_name ?? undefined,
    expiresAt: row.expires_at,
    asked: data &&
      model && {
        ...{ model: model.label, details: model.describe(data.input) },
        ...{ prompt: promptOf(data.input), line: data.line, why: data.why },
      },
  };
}
