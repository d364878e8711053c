import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { ownerTag } from "../../src/base/owner-tag.ts";
import { createCast } from "../../src/elements/cast.ts";
import { forget, resumeForgetting } from "../../src/privacy/forget.ts";
import { endOldExports } from "../../src/privacy/service.ts";
import { createShares } from "../../src/share/shares.ts";
import { useFiles } from "../../src/store/file-uses.ts";
import type { Tables } from "../../src/store/tables.ts";
import { insertRow } from "../generations/rows.ts";
import { ada, grace, PLACE, root, type Stage, stage } from "../policy/stage.ts";
import { STORE_KINDS } from "../support/stores.ts";

const LOCAL = { place: { ...PLACE, workspace: "local" } };
const OWNER = { workspace: "local", member: "ada" };
const SECRET = "my secret wish";
const HOUR = 3_600_000;

async function keep(s: Stage, text: string) {
  const bytes = async function* () {
    yield Buffer.from(text);
  };
  const { hash } = await s.library.put(bytes(), { limitBytes: 1_000 });
  return hash;
}

/** A finished video in the rows of a job. */
async function film(s: Stage, changes: Parameters<typeof insertRow>[1]) {
  const hash = await keep(s, JSON.stringify(changes));
  const media = {
    hash,
    name: "wish.mp4",
    kind: "video",
    type: "video/mp4",
    bytes: 9,
    width: 16,
    height: 9,
    seconds: 5,
  };
  const at = s.clock.now();
  const about = {
    workspace: "local",
    state: "delivered",
    told: "delivered",
    notice: "sent",
    created_at: at,
    price: 0,
  } as const;
  return insertRow(s.db, { ...about, finished_at: at, due_at: null, video: JSON.stringify(media), ...changes });
}

/** Somebody who has made one of everything there is, and has it behind them. */
async function lived(s: Stage) {
  const { db, clock } = s;
  await s.ask(ada, "settings duration:8 ask_above:100", LOCAL);
  await s.say(ada, `video ${SECRET} negative:"${SECRET}"`, LOCAL);
  await s.say(grace, "video a kite", LOCAL);
  for (const { id } of await s.jobs()) await s.end(id, "paid");
  await db.updateTable("generations").set({ message: "m", told: "delivered", notice: "sent" }).execute();
  await s.ask(ada, "settings ask_above:1", LOCAL);
  await s.ask(ada, `video ${SECRET} again`, LOCAL);

  const picture = await keep(s, "picture");
  const shared = await keep(s, "a picture of two");
  await s.deps.uploads.set(picture, { url: "https://files.example/picture", fileId: "file_1" });
  const files = [picture, shared].map((hash) => ({ hash, name: "Ada.png", kind: "image" }));
  const mine = await film(s, { member: "ada", input: JSON.stringify({ prompt: SECRET, references: files }) });
  await useFiles(db, mine.id, "input", [picture, shared]);
  const others = await film(s, { member: "grace", input: JSON.stringify({ prompt: "a kite" }), member_name: "Grace" });
  await useFiles(db, others.id, "input", [shared]);
  const jobs = { jobs: [mine.id, others.id], seconds: 10 };
  const join = await film(s, {
    member: "root",
    member_name: "Root",
    model: "reelay-joined",
    input: JSON.stringify(jobs),
    line: "join",
  });
  await createShares({ db, clock }).begin(mine, { sharer: "ada" });

  const cast = createCast({ db, clock });
  const subject = { name: "Mae", description: SECRET, kind: "images" as const, picture, files: [picture] };
  await db
    .transaction()
    .execute((tx) =>
      cast.add(tx, { id: "e_1", workspace: "local", subject, maker: ada, start: { generation: "g_none" } }),
    );
  await s.ask(root, "admin grant member:ada amount:20", LOCAL);
  await s.rules({ gifts: true, approveAbove: 1 as never }, "local");
  await s.ask(ada, "credits give grace 5", LOCAL);
  await s.ask(root, "admin limit member:ada amount:300", LOCAL);
  await s.ask(root, "admin admins add:ada", LOCAL);
  await s.rules({ admins: [] }, "local");
  await s.ask(ada, "settings ask_above:off", LOCAL);
  const waits = await s.ask(ada, `video ${SECRET} once more`, { ...LOCAL, source: "waits" });
  await db
    .insertInto("said_of")
    .values({ message: "c/1", platform: "playground", ...OWNER, said_at: clock.now() })
    .execute();
  const tag = ownerTag("discord", "ada");
  const lines = { [`discord:line:${tag}x`]: SECRET, [`slack:kept:${ownerTag("slack", "ada")}x`]: SECRET };
  for (const [key, value] of Object.entries(lines)) {
    await db
      .insertInto("kv")
      .values({ key, value: JSON.stringify({ value }), expires_at: null })
      .execute();
  }
  return { mine, others, join, picture, shared, waits };
}

async function everything(s: Stage): Promise<string> {
  const there = (await s.db.introspection.getTables()).filter(({ name }) => !name.startsWith("kysely_"));
  const rows = await Promise.all(
    there.map(({ name }) =>
      s.db
        .selectFrom(name as keyof Tables)
        .selectAll()
        .execute(),
    ),
  );
  return JSON.stringify(rows);
}

async function read(s: Stage, hash = ""): Promise<Record<string, Record<string, unknown>[]>> {
  return JSON.parse(await readFile(s.library.pathOf(hash), "utf8"));
}

describe.each(STORE_KINDS)("a member's data on %s", (kind) => {
  it("is given as a file, one of everything, and nobody else's", async () => {
    await using s = await stage(kind);
    const { mine } = await lived(s);
    const { files = [], audience } = await s.ask(ada, "settings export", LOCAL);
    expect(audience).toBe("member");
    expect(files).toMatchObject([{ type: "application/json", name: "reelay-my-data.json" }]);
    const data = await read(s, files[0]?.hash);
    expect(data).toMatchObject({
      member: "ada",
      preferences: [{ chosen: { duration: 8 } }],
      characters: [{ name: "Mae", description: SECRET }],
      requests: [{ state: "waiting" }],
      shares: [{ generation: mine.id }],
      limits: [{ allowance: 3_000_000, admin: false }],
      named: [{ message: "c/1" }],
      discordLines: [{ value: { value: SECRET } }],
      slackLines: [{ value: { value: SECRET } }],
    });
    expect(data.jobs).toHaveLength(2);
    expect(JSON.stringify(data.drafts)).toContain(`${SECRET} again`);
    expect(data.decisions?.map(({ what }) => what)).toContain("gave 5 credits to Grace");
    expect(data.ledger?.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["grant", "hold", "capture", "adjust"]),
    );
    expect(JSON.stringify(data)).not.toContain("a kite");
  });

  it("is deleted after a yes wherever the table of places says so, and others keep theirs", async () => {
    await using s = await stage(kind);
    const { join, picture, shared, mine } = await lived(s);
    const { files = [] } = await s.ask(ada, "settings export", LOCAL);
    const before = await s.db.selectFrom("ledger").select(["id", "amount", "pot"]).orderBy("id").execute();
    const card = await s.ask(ada, "settings forget", LOCAL);
    expect(await everything(s)).toContain(SECRET);
    const forgotten = await s.ask(ada, card.buttons?.[0]?.line ?? "", LOCAL);

    // Two jobs and what was left of theirs: the film, the join with it, the picture and the export.
    expect(forgotten.title).toBe("Forgotten");
    expect(forgotten.text).toContain("The words of 2 jobs and 1 character are gone, and so are 4 files.");
    expect(forgotten.text).toContain("1 file stays, because someone else's job");
    const left = await everything(s);
    for (const word of [SECRET, "Ada", picture, JSON.parse(mine.video ?? "").hash]) expect(left).not.toContain(word);
    expect(left).toContain("a kite");
    expect(await Promise.all([picture, files[0]?.hash ?? ""].map(s.library.has))).toEqual([false, false]);
    expect(await s.library.has(shared)).toBe(true);
    expect(s.deletedAtGateway).toEqual(["file_1"]);
    expect(s.takenOut).toEqual(["c/1"]);
    expect(await s.db.selectFrom("ledger").select(["id", "amount", "pot"]).orderBy("id").execute()).toEqual(before);
    const rows = new Map((await s.jobs()).map((row) => [row.id, row]));
    expect(rows.get(join.id)).toMatchObject({ told: null, deleted_at: expect.any(Number) });
    expect(rows.get(mine.id)).toMatchObject({ line: "video", forgotten_at: expect.any(Number) });
    await s.check();

    // Once more there is nothing left to go, and nothing is shown anew.
    const again = await s.ask(ada, "settings data:forget sure:yes", LOCAL);
    expect(again.text).toContain("There was nothing of yours left to delete.");
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

  it("is finished by whoever comes next when it was cut off anywhere, and nothing begins meanwhile", async () => {
    await using s = await stage(kind);
    const { waits } = await lived(s);
    const parts = { ...s, log: s.deps.log, takeOut: async () => undefined };
    for (const after of [3, 7, 12, 17]) {
      let left = after;
      const dying = new Proxy(s.db, {
        get: (target, name) => {
          if (name === "transaction" && left-- <= 0) throw new Error("The process is gone");
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
      const cut = forget({ ...parts, db: dying, deleteUploaded: async () => true }, OWNER, s.clock.now());
      await expect(cut).rejects.toThrow("The process is gone");
      expect((await s.ask(ada, "video a boat", LOCAL)).text).toContain("Your data here is being deleted right now.");
    }
    expect(await resumeForgetting({ ...parts, deleteUploaded: async () => true }, s.clock.now())).toBe(1);
    expect(await everything(s)).not.toContain(SECRET);
    expect(await resumeForgetting({ ...parts, deleteUploaded: async () => true }, s.clock.now())).toBe(0);
    expect((await s.press(root, waits, "Approve"))?.text).toContain("no such request");
  });

  it("tells what could not be taken out of a chat or off the gateway, and tries the chat again", async () => {
    await using s = await stage(kind);
    await lived(s);
    const away = { ...s, log: s.deps.log, deleteUploaded: async () => false };
    const gone = await forget({ ...away, takeOut: () => Promise.reject(new Error("away")) }, OWNER, s.clock.now());
    expect(gone).toMatchObject({ messages: 1, jobs: 2, characters: 1 });
    expect(gone.atGateway).toBeGreaterThan(0);
    await resumeForgetting({ ...away, takeOut: async () => undefined }, s.clock.now());
    expect(await s.db.selectFrom("said_of").selectAll().execute()).toEqual([]);
  });
});

describe("an export", () => {
  it("ends with the next one, and after a day", async () => {
    await using s = await stage("sqlite");
    const hashes: string[] = [];
    for (let made = 0; made < 2; made += 1) {
      const { files = [] } = await s.ask(ada, "settings export");
      hashes.push(files[0]?.hash ?? "");
      await s.clock.advance(HOUR);
    }
    expect(await Promise.all(hashes.map(s.library.has))).toEqual([false, true]);
    await endOldExports(s, s.clock.now() - HOUR);
    expect(await Promise.all(hashes.map(s.library.has))).toEqual([false, false]);
  });
});
