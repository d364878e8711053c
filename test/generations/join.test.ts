import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { commands } from "../../commands/index.ts";
import { finderOf } from "../../src/app/finder.ts";
import type { JobPorts } from "../../src/app/job-ports.ts";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { beginHere } from "../../src/generations/request/begin-here.ts";
import type { Asking } from "../../src/generations/request/generation-request.ts";
import { EncoderBusy, TooLarge } from "../../src/media/keep/errors.ts";
import { createJoiner } from "../../src/media/make/join.ts";
import { createWorkshop } from "../../src/media/make/workshop.ts";
import { forget } from "../../src/privacy/forget.ts";
import { inEnglish } from "../../src/text/render.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { type Stage, stage } from "./stage.ts";

const joining = finderOf(commands).maker("reelay-joined");

/** As `/join` begins it. */
async function beginJoin(deps: Stage["deps"], ids: readonly string[], asking: Asking): Promise<void> {
  if (!joining) throw new Error("No command joins videos");
  await beginHere(deps, joining, ids, asking);
}

const PLACE = { platform: "playground", workspace: "w", channel: "general" } as const;

function joinerOf({ library }: Stage): JobPorts["joiner"] {
  const folder = mkdtempSync(join(tmpdir(), "reelay-join-"));
  const workshop = createWorkshop({ folder, clock: systemClock });
  onTestFinished(async () => {
    await workshop.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return createJoiner({ workshop, library, log: createLog("silent") });
}

/** Finished jobs of a member, in a thread where one is named. */
async function finished(s: Stage, member: string, prompts: readonly string[], thread: string | null = null) {
  const ids: string[] = [];
  for (const prompt of prompts) ids.push(await s.ask(member, prompt));
  await s.ends(...ids);
  await s.db.updateTable("generations").set({ thread }).where("id", "in", ids).execute();
  return ids;
}

const asker = (member: string, more: { admin?: boolean; thread?: string; sourceId?: string } = {}) => ({
  actor: { id: member, name: member, admin: more.admin ?? false, roles: [] },
  place: { ...PLACE, ...(more.thread === undefined ? {} : { thread: more.thread }) },
  sourceId: more.sourceId ?? "join",
  line: "join",
});

const joinedOf = (s: Stage) =>
  s.db.selectFrom("generations").selectAll().where("model", "=", "reelay-joined").execute();

describe.each(STORE_KINDS)("joining videos on %s", (kind) => {
  it("gives one video as long as all, in a card of its own, for nothing; the same request twice is one", async () => {
    await using s = await stage(kind);
    s.worker({ joiner: joinerOf(s) }).start();
    const ids = await finished(s, "ada", ["one", "two", "three"]);
    for (const _ of ["asked", "asked again"]) await beginJoin(s.deps, ids, asker("ada"));
    const rows = await joinedOf(s);
    expect(rows).toHaveLength(1);
    const id = rows[0]?.id ?? "";
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", price: 0, told: "delivered" }]);
    const view = s.announcer.shown(id);
    expect(inEnglish(view.details)).toBe("3 clips · 15 s");
    expect(view.video?.seconds).toBeCloseTo(15, 1);
    expect(view.facts).toMatchObject({ repeatable: false, family: undefined });
    expect(await s.ledger(id)).toEqual([]);
    await s.check();
  });

  it("takes what was made in the thread when no job is named, but not what was joined there", async () => {
    await using s = await stage(kind);
    s.worker({ joiner: joinerOf(s) }).start();
    await finished(s, "ada", ["elsewhere"]);
    await finished(s, "bob", ["another's"], "t");
    await finished(s, "ada", ["one", "two"], "t");
    for (const sourceId of ["first", "second"]) {
      await beginJoin(s.deps, [], asker("ada", { thread: "t", sourceId }));
      await s.ends(...(await joinedOf(s)).map(({ id }) => id));
    }
    const details = (await joinedOf(s)).map(({ id }) => inEnglish(s.announcer.shown(id).details));
    expect(details).toEqual(["2 clips · 10 s", "2 clips · 10 s"]);
  });

  it("counts as a job: twenty at once of a member who may have two", async () => {
    await using s = await stage(kind, { maxJobs: 2 });
    const worker = s.worker({ joiner: joinerOf(s) }).start();
    const ids = await finished(s, "ada", ["one", "two"]);
    await worker.stop();
    const tries = Array.from({ length: 20 }, (_, i) => beginJoin(s.deps, ids, asker("ada", { sourceId: `join ${i}` })));
    const refused = (await Promise.allSettled(tries)).filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(18);
    expect(await joinedOf(s)).toHaveLength(2);
  });

  it("doesn't begin with the words of a member who is being forgotten", async () => {
    await using s = await stage(kind);
    const worker = s.worker({ joiner: joinerOf(s) }).start();
    const members = ["ada", "ben", "cy", "dee", "eve"];
    const clips = new Map<string, string[]>();
    for (const member of members) clips.set(member, await finished(s, member, [`${member} one`, `${member} two`]));
    await worker.stop();
    for (const [member, ids] of clips) {
      const line = `join ${ids.join(" ")}`;
      const [, forgotten] = await Promise.allSettled([
        beginJoin(s.deps, ids, { ...asker(member), sourceId: `join of ${member}`, line }),
        forget(
          { ...s.deps, deleteUploaded: async () => true, takeOut: async () => undefined },
          { workspace: "w", member },
          s.time.now(),
        ),
      ]);
      // Either there was a job under way, or there is none now.
      const begun = (await joinedOf(s)).filter((row) => row.member === member);
      expect(begun).toHaveLength(forgotten.status === "fulfilled" ? 0 : 1);
    }
  });

  it("refuses what is not there, not theirs, or not enough", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const [own = "", other = ""] = [...(await finished(s, "ada", ["one"])), ...(await finished(s, "bob", ["two"]))];
    const refused = (ids: string[], who = asker("ada")) => expect(beginJoin(s.deps, ids, who)).rejects;
    await refused([own]).toThrow("Name two videos or more");
    await refused([]).toThrow("Name two videos or more");
    await refused([own, other]).toThrow(`You have no job ${other}.`);
    await refused([own, "g_nobody"]).toThrow("You have no job g_nobody.");
    await refused(Array.from({ length: 13 }, () => own)).toThrow("from 12 at most");
    await s.as("ada").remove(own);
    await refused([own, own]).toThrow(`${own} has no video any more`);
    expect(await joinedOf(s)).toEqual([]);
  });

  it("waits for a busy encoder; what can't be joined ends with the reason, and nothing is given back", async () => {
    await using s = await stage(kind);
    let busy = 2;
    const joiner: JobPorts["joiner"] = {
      join: async () => {
        if (busy-- > 0) throw new EncoderBusy("many wait");
        throw new TooLarge(1);
      },
    };
    s.worker({ joiner }).start();
    const ids = await finished(s, "ada", ["one", "two"]);
    const entries = () => s.db.selectFrom("ledger").select("id").execute();
    const before = await entries();
    await beginJoin(s.deps, ids, asker("ada"));
    const [row] = await joinedOf(s);
    expect(await s.ends(row?.id ?? "")).toMatchObject([{ state: "failed", error_code: "not_joined" }]);
    expect(busy).toBe(-1);
    expect(await entries()).toEqual(before);
    await s.check();
  });

  it("does without a clip that was deleted meanwhile: it says so instead of leaving it out", async () => {
    await using s = await stage(kind);
    const worker = s.worker({ joiner: joinerOf(s) }).start();
    const ids = await finished(s, "ada", ["one", "two"]);
    await worker.stop();
    await beginJoin(s.deps, ids, asker("ada"));
    await s.as("ada").remove(ids[0] ?? "");
    s.worker({ joiner: joinerOf(s) }).start();
    const [row] = await joinedOf(s);
    expect(await s.ends(row?.id ?? "")).toMatchObject([{ state: "failed", error_code: "not_joined" }]);
  });
});
