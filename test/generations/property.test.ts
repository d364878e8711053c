import fc from "fast-check";
import { expect, test } from "vitest";
import { hold, openAccount, resolve } from "../../src/credits/ledger.ts";
import { units, ZERO } from "../../src/credits/units.ts";
import { createPlaces } from "../../src/generations/pace/places.ts";
import { claim, LEASE_MS, putOff } from "../../src/generations/run/engine.ts";
import { step } from "../../src/generations/run/steps.ts";
import { createCallbacks } from "../../src/generations/states/callbacks.ts";
import { admit } from "../../src/generations/states/slots.ts";
import { ALL_STATES, STATES } from "../../src/generations/states/state-table.ts";
import { AT_GATEWAY, isFinished } from "../../src/generations/states/states.ts";
import { findModel } from "../../src/models/index.ts";
import type { GenerationRow } from "../../src/store/tables.ts";
import { checkLedger } from "../support/ledger.ts";
import type { StoreKind } from "../support/stores.ts";
import { insertRow } from "./rows.ts";
import { type Stage, stage } from "./stage.ts";
import { CHATS, CREATES, createWorld, FETCHES, type Mood, READS, TASK, UPLOADS } from "./world.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const moods: fc.Arbitrary<Mood> = fc.record({
  create: fc.constantFrom(...CREATES),
  read: fc.constantFrom(...READS),
  upload: fc.constantFrom(...UPLOADS),
  chat: fc.constantFrom(...CHATS),
  fetch: fc.constantFrom(...FETCHES),
  files: fc.constantFrom("there" as const, "there" as const, "gone" as const),
  dies: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined, freq: 3 }),
});

/** A job found in some state, and what happens around it from then on. */
const lives = fc.record({
  state: fc.constantFrom(...ALL_STATES),
  announced: fc.boolean(),
  named: fc.boolean(),
  model: fc.constantFrom("kling-v3-image-to-video", "kling-v3-text-to-video", "kling-v1-gone"),
  callable: fc.boolean(),
  first: moods,
  later: moods,
  /** When the first mood ends, and when the gateway calls. */
  turnsAt: fc.integer({ min: 0, max: 3 * HOUR_MS }),
  callsAt: fc.option(fc.integer({ min: 0, max: 2 * HOUR_MS })),
});

type Life = typeof lives extends fc.Arbitrary<infer One> ? One : never;

test.each([
  ["sqlite", 40],
  ["postgres", 4],
] as const)(
  "on %s no job holds credits or a slot a day later, whatever it was and whatever happens",
  async (kind, runs) => {
    await using s = await stage(kind as StoreKind);
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const creates = await live(s, life);
        const held = await s.db.selectFrom("holds").select("generation").where("state", "=", "held").execute();
        expect(held).toEqual([]);
        expect(await slots(s)).toEqual([]);
        await checkLedger(s.db);
        // Once the gateway may have taken it, it is never sent again.
        const open = creates.findIndex((create) => !["refused", "busy", "down"].includes(create));
        expect(open < 0 || open === creates.length - 1, creates.join()).toBe(true);
      }),
      // What a failed run has left in the store would fail the smaller ones too.
      { numRuns: runs, endOnFailure: true },
    );
  },
);

/** Lets a day pass over the job, or as much as it takes to end. Gives what the gateway made of each create. */
async function live(s: Stage, life: Life): Promise<readonly Mood["create"][]> {
  const world = createWorld(s);
  const callbacks = createCallbacks({
    ...{ db: s.db, clock: world.deps.clock, log: s.deps.log, secret: "a secret" },
    publicUrl: life.callable ? "https://reelay.example" : undefined,
  });
  const deps = { ...world.deps, callbacks };
  const { now } = deps.clock;
  const begun = now();
  const { id } = await found(s, life, begun);
  let called = life.callsAt === null || !life.callable;
  while (now() - begun < DAY_MS) {
    world.turns(now() - begun < life.turnsAt ? life.first : life.later);
    if (!called && now() - begun >= (life.callsAt ?? 0)) {
      called = true;
      await callbacks.heard(id, { task: TASK });
    }
    await admit(s.db, 1, now());
    for (const row of await claim({ db: s.db }, { places: createPlaces(), own: [], now: now() })) {
      await world.live(async () => {
        try {
          await step(deps, row, new AbortController().signal);
        } catch (error) {
          await putOff(deps, row, error, false);
        }
      });
    }
    const { due_at, lease_until, state } = await s.row(id);
    // What is left is to tell its end, which neither holds nor takes anything.
    if (due_at === null || isFinished(state)) break;
    world.pass(Math.max(1, Math.max(due_at, lease_until) - now()));
  }
  return world.creates();
}

function slots({ db }: Stage) {
  return db
    .selectFrom("generations")
    .select(["id", "state"])
    .where((eb) =>
      eb.or([eb("state", "in", AT_GATEWAY), eb.and([eb("state", "=", "queued"), eb("admitted_at", "is not", null)])]),
    )
    .execute();
}

/** Writes the job as it would be in that state, with what the ledger has of it then. */
async function found(s: Stage, { state, announced, named, model }: Life, now: number): Promise<GenerationRow> {
  const sent = state !== "queued" && state !== "canceled";
  const size = { bytes: 9, width: 320, height: 320 };
  const image = { kind: "image", hash: "b".repeat(64), name: "b.png", type: "image/png", ...size };
  const asked = { prompt: "a boat", ...(model === "kling-v3-image-to-video" ? { image } : {}) };
  const input = findModel(model)?.schema.parse(asked) ?? asked;
  const row = await insertRow(s.db, {
    ...{ state, model, input: JSON.stringify(input), created_at: now, due_at: now },
    message: announced ? "message" : null,
    admitted_at: sent ? now : null,
    lease_until: state === "submitting" ? now + LEASE_MS : 0,
    task: state === "running" || (named && sent) ? TASK : null,
    submitted_at: state === "running" || state === "rendered" ? now : null,
    ...(state === "rendered" ? { result_url: "https://gateway.example/video.mp4", result_until: now + DAY_MS } : {}),
    finished_at: STATES[state].moves.length === 0 ? now : null,
  });
  const owner = { workspace: row.workspace, member: row.member };
  const allowance = { period: "2026-11", amount: units(1_000_000_000), renewsAt: now };
  await s.db.transaction().execute(async (tx) => {
    const account = await openAccount(tx, owner, allowance, now);
    await hold(tx, account, { generation: row.id, amount: units(row.price), note: "" }, now);
  });
  const { credits } = STATES[state];
  if (credits !== "held") {
    const captured = credits === "charged" ? units(row.price) : ZERO;
    await s.db.transaction().execute((tx) => resolve(tx, row.id, captured, "", now));
  }
  return row;
}
