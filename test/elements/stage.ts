import Keyv from "keyv";
import { commands } from "../../commands/index.ts";
import type { JobPorts } from "../../src/app/job-ports.ts";
import { createLog } from "../../src/base/log.ts";
import type { Services } from "../../src/chat/command/services.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import type { Actor, Attachment, Place, RawValue } from "../../src/chat/contract/invocation.ts";
import { createDispatch } from "../../src/chat/serve/dispatch.ts";
import { lockAccount, resolve } from "../../src/credits/ledger.ts";
import { type Units, units, ZERO } from "../../src/credits/units.ts";
import { createCast } from "../../src/elements/cast.ts";
import { castFor, type MemberCast } from "../../src/elements/service.ts";
import { createIntake } from "../../src/generations/files/intake.ts";
import { prepareToAsk, request } from "../../src/generations/request/request.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";
import { judgeForgetting } from "../../src/policy/judge.ts";
import { createKeyvStore } from "../../src/store/keyv.ts";
import { modelOf } from "../models/ask.ts";
import { testClock } from "../support/clock.ts";
import { png } from "../support/pictures.ts";
import { type StoreKind, testStore } from "../support/stores.ts";

export const grace: Actor = { id: "m1", name: "Grace", admin: false, roles: ["artists"] };
export const linus: Actor = { id: "m2", name: "Linus", admin: false, roles: [] };
export const root: Actor = { id: "m3", name: "Root", admin: true, roles: [] };

const PLACE: Place = { platform: "playground", workspace: "w1", channel: "c1", thread: "t1" };

export type Stage = Awaited<ReturnType<typeof stage>>;

/** The element commands on a real store, ledger, library and request; the engine's endings are the test's to tell. */
export async function stage(kind: StoreKind, quota: { allowance?: number; maxJobs?: number } = {}) {
  const store = await testStore(kind);
  const { db } = store;
  // Keyv judges expiry by the machine's clock too, so this one starts there.
  const clock = testClock(Date.now());
  const log = createLog("silent");
  const library = createMediaLibrary({ dir: `${store.dataDir}/media`, log, clock });
  const cast = createCast({ db, clock });
  const deps = {
    db,
    clock,
    log,
    library,
    model: modelOf,
    quota: {
      allowance: units((quota.allowance ?? 5) * 10_000),
      period: "month",
      maxJobs: quota.maxJobs ?? 3,
      maxPrice: undefined,
    },
    serve: ({ hash }) => `https://reelay.example/media/${hash}`,
    watchLink: () => undefined,
    lastFrame: undefined,
    intake: createIntake({ db, library, clock, log }),
  } satisfies Partial<JobPorts> as Partial<JobPorts> as JobPorts;
  let asked = 0;
  let tokens = 0;

  const castOf = (actor: Actor, { place = PLACE, line = "" } = {}): MemberCast =>
    castFor(
      {
        cast,
        db,
        drafts: new Keyv<unknown>({ store: createKeyvStore(db, clock), namespace: "draft" }),
        library,
        longestPrompt: 2_500,
        token: () => `token${++tokens}`,
        clock,
        log,
        lockMember: async (tx, owner) => {
          await lockAccount(tx, owner, clock.now());
          await judgeForgetting(tx, owner);
        },
        prepare: (job) => prepareToAsk(deps, job),
        request: (job) => request(deps, job),
      },
      { actor, place, line },
    );

  const dispatch = createDispatch({
    commands,
    services: ({ actor, place }, line) => ({ cast: castOf(actor, { place, line }) }) as Services,
    owed: async () => [],
    log,
  });

  const from = (actor: Actor) => ({ sourceId: `s${++asked}`, actor, place: PLACE, locale: "en" });
  /** Runs a typed line, without the slash. Nothing where the channel says it all. */
  const say = async (actor: Actor, line: string, attachments: readonly Attachment[] = []) => {
    const [, command = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
    const [card] = await dispatch.run({ ...from(actor), command, typed: { line: rest, attachments } });
    return card;
  };

  return {
    db,
    cast,
    clock,
    library,
    castOf,
    place: PLACE,
    say,
    /** As `say`, for what must answer with a card. */
    async ask(actor: Actor, line: string, files: readonly Attachment[] = []): Promise<Card> {
      const card = await say(actor, line, files);
      if (!card) throw new Error(`/${line} gave no card`);
      return card;
    },
    /** Runs a command with options, as a chat that has such hands them over. */
    choose: async (actor: Actor, command: string, options: Record<string, RawValue>) =>
      (await dispatch.run({ ...from(actor), command, typed: { options } }))[0],
    /** What is suggested for an option that somebody begins to type. */
    complete: (actor: Actor, command: string, option: string, begun: string) =>
      dispatch.complete({ command, option, begun, actor, place: PLACE, locale: "en" }),
    /** Presses the button of that label. */
    press(actor: Actor, { buttons = [] }: Card, label: string) {
      const button = buttons.find((one) => one.label === label);
      if (!button) throw new Error(`There is no ${label} among ${buttons.map((one) => one.label).join(", ")}`);
      return say(actor, button.line);
    },
    /** Makes an element up to the point where its job is queued; gives the job. */
    async make(actor: Actor, line: string, files: readonly Attachment[]): Promise<string> {
      await this.press(actor, await this.ask(actor, line, files), LIKENESS);
      const row = await db.selectFrom("generations").select("id").orderBy("id", "desc").executeTakeFirstOrThrow();
      return row.id;
    },
    /** Ends a job as the engine does: with the gateway's id of the element, or without one. */
    end(generation: string, elementId: string | undefined) {
      const at = clock.now();
      return db.transaction().execute(async (tx) => {
        const state = elementId === undefined ? "failed" : "delivered";
        await resolve(tx, generation, elementId === undefined ? ZERO : CREDIT, state, at);
        await tx.updateTable("generations").set({ state, finished_at: at }).where("id", "=", generation).execute();
        await cast.finish(tx, generation, elementId, at);
      });
    },
    jobs: () => db.selectFrom("generations").selectAll().orderBy("id").execute(),
    holds: () => db.selectFrom("holds").selectAll().execute(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

export const LIKENESS = "Yes, I may use this likeness";
const CREDIT: Units = units(10_000);

/** A picture as attached; another `shade` is another file. */
export function picture(name: string, shade = 0): Attachment {
  return fileOf(`${name}.png`, png(320 + shade, 320));
}

export function fileOf(name: string, bytes: Uint8Array): Attachment {
  return {
    name,
    bytes: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  };
}
