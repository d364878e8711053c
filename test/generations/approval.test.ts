import { describe, expect, it } from "vitest";
import { refund } from "../../src/credits/refund.ts";
import { removeVideo } from "../../src/generations/after/remove.ts";
import { readExpired, settleExpired } from "../../src/generations/approve/waiting.ts";
import { unusedOf } from "../../src/store/file-uses.ts";
import { ada, credits, grace, queen, root, stage } from "../policy/stage.ts";
import { png } from "../support/pictures.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { insertRow } from "./rows.ts";

const DAY = 24 * 3_600_000;
const OWNER = { workspace: "w", member: "ada" };
const LINE = "video a paper boat on a river";

describe.each(STORE_KINDS)("a request that waits for an admin on %s", (kind) => {
  it("holds nothing, shows all in the channel, and begins when approved, at its member's cost", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    const card = await s.ask(ada, LINE);
    expect(card).toMatchObject({
      audience: "channel",
      title: "Ada asks for 27 credits",
      text: expect.stringContaining("a paper boat on a river"),
      fields: [{ name: "Kling 3.0" }, { value: "27 credits" }, { value: "Ada" }],
    });
    expect(await s.jobs()).toEqual([]);
    expect(await s.left(ada)).toBe(100);
    expect(await s.press(root, card, "Approve")).toMatchObject({ audience: "channel", title: "Approved" });
    expect(await s.jobs()).toMatchObject([{ member: "ada", line: expect.stringContaining("paper boat") }]);
    expect(await s.left(ada)).toBe(73);
    await s.check();
  });

  it("is declined without a trace in the ledger", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    const card = await s.ask(ada, LINE);
    const declined = await s.press(root, card, "Decline");
    expect(declined).toMatchObject({ audience: "channel", text: expect.stringMatching(/^Ada, Root has declined/) });
    expect((await s.press(queen, card, "Approve"))?.text).toContain("Root has already declined Ada's request");
    expect(await s.jobs()).toEqual([]);
    expect(await s.db.selectFrom("ledger").selectAll().execute()).toEqual([]);
  });

  it("is one job when two admins approve at once, however the interaction is repeated", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    const card = await s.ask(ada, LINE, { source: "one" });
    const again = await s.ask(ada, LINE, { source: "one" });
    expect(again.buttons).toEqual(card.buttons);
    const answers = await Promise.all([root, queen, root, queen].map((by) => s.press(by, card, "Approve")));
    expect(answers.some((one) => one?.title === "Approved")).toBe(true);
    const deciders = await s.db.selectFrom("audit").select("actor").where("what", "like", "%.auditApproved%").execute();
    expect(deciders).toHaveLength(1);
    for (const [index, one] of answers.entries()) {
      const own = deciders[0]?.actor === (index % 2 === 0 ? "root" : "queen");
      if (!own) expect(one?.title).not.toBe("Approved");
    }
    expect(await s.jobs()).toHaveLength(1);
    expect(await s.say(ada, LINE, { source: "one" })).toBeUndefined();
    expect(await s.jobs()).toHaveLength(1);
    await s.check();
  });

  it("is approved or declined when both are pressed at once, never both", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    for (let round = 0; round < 5; round++) {
      const card = await s.ask(ada, LINE);
      await Promise.all([s.press(root, card, "Approve"), s.press(queen, card, "Decline")]);
    }
    const rows = await s.db.selectFrom("approvals").select(["state", "generation"]).execute();
    for (const { state, generation } of rows) expect(generation !== null).toBe(state === "approved");
    expect(await s.jobs()).toHaveLength(rows.filter(({ state }) => state === "approved").length);
    await s.check();
  });

  it("is only decided by admins, whatever id somebody has guessed", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    const card = await s.ask(ada, LINE);
    expect((await s.press(ada, card, "Approve"))?.text).toContain("/admin approve is for admins");
    expect((await s.press(grace, card, "Decline"))?.text).toContain("/admin decline is for admins");
    expect((await s.ask(root, "admin approve token:p_guessed")).text).toContain("There's no such request here");
    const [first] = card.buttons ?? [];
    const other = { ...PLACE_ELSEWHERE };
    expect((await s.ask(root, first?.line ?? "", { place: other })).text).toContain("There's no such request here");
    // Not even past the command.
    await expect(s.services(ada).approvals.approve(first?.line.split(":")[1] ?? "")).rejects.toThrow("Only an admin");
    expect(await s.jobs()).toEqual([]);
  });

  it("is void after a day, which its member is told once", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    const card = await s.ask(ada, LINE);
    await s.clock.advance(DAY);
    expect((await s.press(root, card, "Approve"))?.text).toContain("expired after a day");
    const owner = { workspace: "w", member: "ada" };
    const [expired] = await readExpired(s.deps, owner);
    expect(expired).toMatchObject({ asked: { prompt: "a paper boat on a river" } });
    await settleExpired(s.db, expired?.id ?? "");
    expect(await readExpired(s.deps, owner)).toEqual([]);
    expect(await s.jobs()).toEqual([]);
  });

  it("keeps its picture though the job that the picture is from is deleted", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    const { hash } = await s.library.put(stream(png(320, 320)), { limitBytes: 1e6 });
    const picture = { kind: "image", hash, name: "a.png", type: "image/png", bytes: 1, width: 320, height: 320 };
    const video = JSON.stringify({ ...picture, kind: "video", seconds: 5 });
    const made = await insertRow(s.db, { state: "delivered", video, due_at: null, finished_at: 1 });
    const draft = { prompt: "a boat", image: picture };
    const asked = s.services(ada).generations.request("kling-v3-image-to-video", draft);
    expect(await asked).toMatchObject({ is: "waiting" });
    await removeVideo({ ...s.deps, removeShared: async () => undefined }, made, ada);
    expect(await s.library.has(hash)).toBe(true);
    const [waiting] = await s.services(root).approvals.waiting();
    await s.services(root).approvals.decline(waiting?.id ?? "");
    expect(await unusedOf(s.db, [hash])).toEqual([hash]);
  });

  it("is paid by the admin's word where its member has too little, for that job alone", async () => {
    await using s = await stage(kind, { allowance: 10 });
    await s.rules({ approveMissing: true });
    const card = await s.ask(ada, LINE);
    expect(card.text).toContain("They don't have enough credits");
    await s.press(root, card, "Approve");
    const [job] = await s.jobs();
    expect(await s.left(ada)).toBe(0);
    await s.end(job?.id ?? "", "given back");
    // Their own ten are theirs again; the seventeen were for that job.
    expect(await s.left(ada)).toBe(10);
    await s.check();
  });

  it("gives back what its member paid when its video is lost, and what an admin added to nobody", async () => {
    await using s = await stage(kind, { allowance: 10 });
    await s.rules({ approveMissing: true });
    await s.press(root, await s.ask(ada, LINE), "Approve");
    const [job] = await s.jobs();
    await s.end(job?.id ?? "", "paid");
    const back = await s.db.transaction().execute((tx) => refund(tx, OWNER, job?.id ?? "", s.clock.now()));
    expect(back).toBe(credits(10));
    expect(await s.left(ada)).toBe(10);
    await s.check();
  });

  it("goes on waiting when it can't begin, and the admin reads why", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20), budget: credits(5) });
    const card = await s.ask(ada, LINE);
    expect((await s.press(root, card, "Approve"))?.text).toMatch(
      /the workspace budget has 5 credits left.*keeps waiting/,
    );
    await s.rules({ budget: credits(50) });
    await s.press(root, card, "Approve");
    expect(await s.jobs()).toHaveLength(1);
  });

  it("is one of five at most of the same member", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    for (let i = 0; i < 5; i++) expect((await s.ask(ada, LINE, { source: `s${i}` })).audience).toBe("channel");
    expect((await s.ask(ada, LINE)).text).toContain("You already have 5 requests waiting for an admin");
    expect((await s.ask(ada, LINE, { source: "s4" })).audience).toBe("channel");
    expect((await s.ask(grace, LINE)).audience).toBe("channel");
  });

  it("isn't asked of admins, nor of cheap requests", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(27), admins: ["grace"] });
    expect(await s.say(ada, LINE)).toBeUndefined();
    expect(await s.say(root, `${LINE} 8s`)).toBeUndefined();
    expect(await s.say(grace, `${LINE} 8s`)).toBeUndefined();
    expect((await s.ask(ada, `${LINE} 8s`)).audience).toBe("channel");
  });
});

const PLACE_ELSEWHERE = { platform: "playground", workspace: "elsewhere", channel: "general" } as const;

async function* stream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
