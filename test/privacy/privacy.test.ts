import { describe, expect, it } from "vitest";
import { ada, grace, PLACE, root, type Stage, stage } from "../policy/stage.ts";
import { STORE_KINDS } from "../support/stores.ts";

const LOCAL = { place: { ...PLACE, workspace: "local" } };
const SECRET = "my secret wish";

describe.each(STORE_KINDS)("a member's data on %s", (kind) => {
  /** Somebody who has done all there is, and has it behind them. */
  async function lived(s: Stage): Promise<void> {
    await s.ask(ada, "settings duration:8 ask_above:100", LOCAL);
    await s.say(ada, `video ${SECRET} negative:"${SECRET}"`, LOCAL);
    await s.say(grace, "video a kite", LOCAL);
    for (const { id } of await s.jobs()) await s.end(id, "paid");
    await s.db.updateTable("generations").set({ message: "m", told: "delivered", notice: "sent" }).execute();
    await s.ask(ada, "settings ask_above:1", LOCAL);
    await s.ask(ada, `video ${SECRET} again`, LOCAL);
  }

  it("is given as a file, all of it, and nobody else's", async () => {
    await using s = await stage(kind);
    await lived(s);
    const { files = [], audience } = await s.ask(ada, "settings export", LOCAL);
    expect(audience).toBe("member");
    const [file] = files;
    expect(file).toMatchObject({ type: "application/json", name: "reelay-my-data.json" });
    const { readFile } = await import("node:fs/promises");
    const data = JSON.parse(await readFile(s.library.pathOf(file?.hash ?? ""), "utf8"));
    expect(data).toMatchObject({
      member: "ada",
      preferences: [{ chosen: { duration: 8 } }],
      jobs: [{ input: { prompt: SECRET }, price: 432_000 }],
    });
    expect(data.ledger.map(({ kind }: { kind: string }) => kind)).toEqual(["grant", "hold", "capture"]);
    expect(JSON.stringify(data)).not.toContain("a kite");
  });

  it("is deleted after a yes, the ledger keeping its amounts; others keep theirs", async () => {
    await using s = await stage(kind);
    await lived(s);
    const before = await s.db.selectFrom("ledger").select(["id", "amount", "pot"]).orderBy("id").execute();
    const card = await s.ask(ada, "settings forget", LOCAL);
    expect(await everything(s)).toContain(SECRET);
    const [button] = card.buttons ?? [];
    expect((await s.ask(ada, button?.line ?? "", LOCAL)).title).toBe("Forgotten");
    const left = await everything(s);
    expect(left).not.toContain(SECRET);
    expect(left).not.toContain('"Ada"');
    expect(left).toContain("a kite");
    expect(await s.db.selectFrom("ledger").select(["id", "amount", "pot"]).orderBy("id").execute()).toEqual(before);
    // The announcement is shown once more, without words.
    expect(await s.jobs()).toMatchObject([{ told: null, line: "video" }, { told: "delivered" }]);
    await s.check();
  });

  it("stays while a job is under way that needs it", async () => {
    await using s = await stage(kind);
    await s.say(ada, `video ${SECRET}`);
    expect((await s.ask(ada, "settings data:forget sure:yes")).text).toContain("You have 1 job under way");
    expect(await everything(s)).toContain(SECRET);
  });

  it("goes with a request that waits for an admin, which then can't be approved", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: 1 as never });
    const card = await s.ask(ada, `video ${SECRET}`);
    await s.ask(ada, "settings data:forget sure:yes");
    expect((await s.press(root, card, "Approve"))?.text).toContain("expired after a day");
    expect(await everything(s)).not.toContain(SECRET);
  });

  async function everything(s: Stage): Promise<string> {
    const tables = ["generations", "approvals", "kv", "preferences", "accounts", "ledger", "elements"] as const;
    const rows = await Promise.all(tables.map((table) => s.db.selectFrom(table).selectAll().execute()));
    return JSON.stringify(rows);
  }
});
