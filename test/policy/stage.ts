import { randomBytes } from "node:crypto";
import Keyv from "keyv";
import { commands } from "../../commands/index.ts";
import type { JobPorts } from "../../src/app/job-ports.ts";
import { bindServices } from "../../src/app/services.ts";
import { createLog } from "../../src/base/log.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import type { Actor, Place, RawValue } from "../../src/chat/contract/invocation.ts";
import { createDispatch } from "../../src/chat/serve/dispatch.ts";
import { resolve } from "../../src/credits/ledger.ts";
import type { Quota } from "../../src/credits/quota.ts";
import { parseCreditPrice, type Units, units, ZERO } from "../../src/credits/units.ts";
import { createCast } from "../../src/elements/cast.ts";
import type { Uploaded } from "../../src/generations/files/addresses.ts";
import { createIntake } from "../../src/generations/files/intake.ts";
import { request } from "../../src/generations/request/request.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";
import type { Rules } from "../../src/policy/policy.ts";
import { isAdmin } from "../../src/policy/policy.ts";
import type { Person } from "../../src/policy/service.ts";
import { changeRules, readPolicy } from "../../src/policy/store.ts";
import { createGalleryLinks } from "../../src/share/gallery-links.ts";
import { createShares } from "../../src/share/shares.ts";
import { createKeyvStore } from "../../src/store/keyv.ts";
import type { Db, GenerationRow } from "../../src/store/tables.ts";
import { createUsage } from "../../src/usage/usage.ts";
import { modelOf } from "../models/ask.ts";
import { testClock } from "../support/clock.ts";
import { checkLedger } from "../support/ledger.ts";
import { inLockOrder } from "../support/lock-order.ts";
import { type StoreKind, testStore } from "../support/stores.ts";

export const ada: Actor = { id: "ada", name: "Ada", admin: false, roles: [] };
export const grace: Actor = { id: "grace", name: "Grace", admin: false, roles: ["artists"] };
export const root: Actor = { id: "root", name: "Root", admin: true, roles: [] };
export const queen: Actor = { id: "queen", name: "Queen", admin: true, roles: [] };

const PEOPLE: readonly Person[] = [
  ...[ada, grace, root, queen].map(({ id, name }) => ({ id, name, bot: false })),
  { id: "reelay", name: "Reelay", bot: true },
];

export const PLACE: Place = { platform: "playground", workspace: "w", channel: "general" };

/** What 5 s of Kling 3.0 cost: 5.4 credits a second (FACTS). */
export const PRICE = units(270_000);

export type Stage = Awaited<ReturnType<typeof stage>>;

interface Options {
  allowance?: number;
  period?: Quota["period"];
  maxJobs?: number;
  /** What a credit costs, as the operator sets it; without it no money is shown. */
  creditPrice?: string;
  /** When the stage's time begins, in milliseconds; drafts live by the machine's clock, so it is that unless said. */
  start?: number;
  /** Stands between the store and everything else. */
  around?(db: Db): Db;
}

/**
 * Every command on a real store, ledger and policy. No engine: what the gateway makes of a job, a test says with `end`.
 * Credits are whole ones here, as people write them.
 */
export async function stage(kind: StoreKind, options: Options = {}) {
  const store = await testStore(kind);
  const ordered = inLockOrder(store.db);
  const db = options.around?.(ordered) ?? ordered;
  const clock = testClock(options.start ?? Date.now());
  const log = createLog("silent");
  const library = createMediaLibrary({ dir: `${store.dataDir}/media`, log, clock });
  const cast = createCast({ db, clock });
  const deletedAtGateway: string[] = [];
  const deps = {
    ...{ db, clock, log, library },
    model: modelOf,
    maker: () => undefined,
    quota: {
      allowance: credits(options.allowance ?? 100),
      period: options.period ?? "month",
      maxJobs: options.maxJobs ?? 1_000,
      maxPrice: undefined,
    },
    serve: ({ hash }) => `https://reelay.example/media/${hash}`,
    watchLink: () => undefined,
    lastFrame: undefined,
    intake: createIntake({ db, library, clock, log }),
    maxRunning: 1,
    crowd: { placeOf: async () => 1, jobs: async () => ({ all: 1, inChannel: 1, inWorkspace: 1 }) },
    removeShared: async () => undefined,
    onElement: async () => undefined,
    uploads: new Keyv<Uploaded>({ store: createKeyvStore(db, clock), namespace: "upload" }),
    evolink: { deleteFile: async (id: string) => void deletedAtGateway.push(id) } as JobPorts["evolink"],
  } satisfies Partial<JobPorts> as Partial<JobPorts> as JobPorts;
  const unitPrice = parseCreditPrice(options.creditPrice ?? "");
  const takenOut: string[] = [];
  const drafts = new Keyv<unknown>({ store: createKeyvStore(db, clock), namespace: "draft" });
  const services = bindServices(deps, {
    ...{ cast, drafts, commands },
    takeOut: async (_platform, message) => void takenOut.push(message),
    sharing: { shares: createShares({ db, clock }), links: createGalleryLinks("a secret"), base: undefined },
    operations: {
      usage: createUsage({ db, clock, label: (id) => id, unitPrice }),
      status: { read: () => Promise.reject(new Error("There is no gateway here")) },
    },
    engine: { start: () => undefined, wake: () => undefined, alive: () => true, stop: async () => undefined },
    findPerson: async (_place, id) => PEOPLE.find((one) => one.id === id),
  });
  const dispatch = createDispatch({
    commands,
    ...{ services, unitPrice },
    owed: async () => [],
    namedAdmin: async ({ actor, place }) => isAdmin(await readPolicy(db, deps.quota, place.workspace), actor),
    log,
  });
  const newSource = () => randomBytes(8).toString("hex");
  const run = async (actor: Actor, line: string, { source = newSource(), place = PLACE, locale = "en" } = {}) => {
    const [, command = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
    const [card] = await dispatch.run({
      ...{ sourceId: source, actor, place, command, locale },
      typed: { line: rest },
    });
    return card;
  };

  return {
    ...{ db, store, clock, deps, library, takenOut, deletedAtGateway },
    kind,
    services: (actor: Actor, place = PLACE) => services({ actor, place, sourceId: newSource() }, "video"),
    /** Runs a typed line, without the slash; nothing where the channel says it all. */
    say: run,
    /** As `say`, for what must answer with a card. */
    async ask(actor: Actor, line: string, more: Parameters<typeof run>[2] = {}): Promise<Card> {
      const card = await run(actor, line, more);
      if (!card) throw new Error(`/${line} gave no card`);
      return card;
    },
    /** Runs a command with options, as a chat that has such hands them over. */
    choose: async (actor: Actor, command: string, chosen: Record<string, RawValue>) =>
      (
        await dispatch.run({
          sourceId: newSource(),
          actor,
          place: PLACE,
          locale: "en",
          command,
          typed: { options: chosen },
        })
      )[0],
    /** Presses the button of that label. */
    press(actor: Actor, { buttons = [] }: Card, label: string | RegExp) {
      const button = buttons.find((one) => (typeof label === "string" ? one.label === label : label.test(one.label)));
      if (!button) throw new Error(`There is no ${label} among ${buttons.map((one) => one.label).join(", ")}`);
      return run(actor, button.line);
    },
    /** Asks for 5 s of Kling 3.0, past every card. Gives the job's id. */
    begin: (actor: Actor, source = newSource(), place = PLACE) =>
      request(deps, {
        model: "kling-v3-text-to-video",
        draft: { prompt: "a boat" },
        ...{ actor, place, sourceId: source, line: "video prompt:boat" },
      }),
    /** Sets rules past the commands. */
    rules: (rules: Partial<Rules>, workspace = PLACE.workspace) =>
      db
        .transaction()
        .execute((tx) =>
          changeRules(tx, workspace, root, (now) => ({ rules: { ...now, ...rules }, what: "set rules" }), clock.now()),
        ),
    /** Ends a job as the engine does: paid for, or given back. */
    async end(id: string, how: "paid" | "given back"): Promise<void> {
      const at = clock.now();
      await store.db.transaction().execute(async (tx) => {
        const row = await tx.selectFrom("generations").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
        await resolve(tx, id, how === "paid" ? units(row.price) : ZERO, how, at);
        const state = how === "paid" ? ("delivered" as const) : ("failed" as const);
        await tx
          .updateTable("generations")
          .set({ state, finished_at: at, due_at: null })
          .where("id", "=", id)
          .execute();
      });
    },
    jobs: (): Promise<GenerationRow[]> => store.db.selectFrom("generations").selectAll().orderBy("id").execute(),
    /** What the member can spend, in credits. */
    async left(actor: Actor): Promise<number> {
      const { credits } = services({ actor, place: PLACE, sourceId: "" }, "");
      return (await credits.statement()).available / 10_000;
    },
    check: () => checkLedger(store.db),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

/** Credits as units. */
export function credits(value: number): Units {
  return units(Math.round(value * 10_000));
}
