import { describe, expect, it } from "vitest";
import { inEnglish } from "../../src/text/render.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { sharing } from "./stage.ts";

describe.each(STORE_KINDS)("shares in %s", (kind) => {
  it("give a video one page, whoever shares it and however often", async () => {
    const { shares, job } = await sharing({ kind });
    const made = await job();
    const asked = Array.from({ length: 5 }, (_, at) => shares.begin(made, { sharer: `sharer ${at}` }));
    const ids = new Set((await Promise.all(asked)).map(({ id }) => id));
    expect(ids.size).toBe(1);
    const [id = ""] = ids;
    expect(await shares.find(id)).toMatchObject({ share: { id, prompt: 0 }, job: { id: made.id } });
  });

  it("show the prompt when they are told to, and no more when they are told not to", async () => {
    const { shares, job } = await sharing({ kind });
    const made = await job();
    const shown = async (prompt?: boolean) => (await shares.begin(made, { sharer: "ada", prompt })).prompt;
    expect([await shown(), await shown(true), await shown(), await shown(false)]).toEqual([0, 1, 1, 0]);
  });

  it("are gone once ended, and a next one has another page", async () => {
    const { shares, job } = await sharing({ kind });
    const made = await job();
    const first = await shares.begin(made, { sharer: "ada" });
    expect([await shares.end(made.id), await shares.end(made.id)]).toEqual([true, false]);
    const second = await shares.begin(made, { sharer: "ada" });
    expect(second.id).not.toBe(first.id);
    expect(await shares.find(first.id)).toBe("gone");
    expect(await shares.find(second.id)).toMatchObject({ job: { id: made.id } });
  });

  it("are gone when the video is deleted, or its job erased", async () => {
    const { db, shares, job, clock } = await sharing({ kind });
    const [deleted, erased] = [await job(), await job()];
    const ids: string[] = [];
    for (const made of [deleted, erased]) ids.push((await shares.begin(made, { sharer: "ada" })).id);
    await db.updateTable("generations").set({ deleted_at: clock.now() }).where("id", "=", deleted.id).execute();
    await db.deleteFrom("generations").where("id", "=", erased.id).execute();
    expect(await Promise.all(ids.map(shares.find))).toEqual(["gone", "gone"]);
    expect([await shares.list("w", { limit: 9, offset: 0 }), await shares.count("w")]).toEqual([[], 0]);
  });

  it("are listed newest first, a workspace's own and only while they are shared", async () => {
    const { shares, job, clock } = await sharing({ kind });
    const made = [await job(), await job(), await job(), await job({ workspace: "elsewhere" })];
    for (const one of made) {
      await shares.begin(one, { sharer: "ada" });
      await clock.advance(1000);
    }
    await shares.end(made[1]?.id ?? "");
    const listed = async (limit: number, offset: number) =>
      (await shares.list("w", { limit, offset })).map(({ job: { id } }) => id);
    expect(await listed(9, 0)).toEqual([made[2]?.id, made[0]?.id]);
    expect(await listed(1, 1)).toEqual([made[0]?.id]);
    expect(await shares.count("w")).toBe(2);
  });
});

it("has ids of 130 random bits, of letters and digits that no chat changes", async () => {
  const { shares, job } = await sharing();
  const ids: string[] = [];
  for (let at = 0; at < 20; at++) ids.push((await shares.begin(await job(), { sharer: "ada" })).id);
  expect(new Set(ids).size).toBe(20);
  for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
  // Each place takes many values: none of it is the time, or the job.
  const places = Array.from({ length: 26 }, (_, at) => new Set(ids.map((id) => id[at])).size);
  expect(Math.min(...places)).toBeGreaterThan(4);
});

it.each([
  "",
  "0",
  "z".repeat(26),
  "../../etc/passwd",
  "g_1m7wz7ghga8d29rbmzb",
  "\0",
  "'; drop table shares; --",
  "A".repeat(9_999),
])("asks the store the same for what is no id: %j", async (id) => {
  const { db, shares, job } = await sharing();
  await shares.begin(await job(), { sharer: "ada" });
  expect(await shares.find(id)).toBeUndefined();
  expect(await db.selectFrom("shares").select("id").execute()).toHaveLength(1);
});

it("shows a video that Reelay has joined by itself as what it is, as its card does", async () => {
  const { shares, videos, job } = await sharing();
  const input = JSON.stringify({ jobs: ["g_1", "g_2", "g_3"], seconds: 15 });
  const { id } = await shares.begin(await job({ model: "reelay-joined", input, price: 0 }), { sharer: "ada" });
  const shown = await videos.find(id);
  if (!shown || shown === "gone") throw new Error("The video isn't shown");
  expect([shown.model, shown.details].map((text) => inEnglish(text ?? ""))).toEqual(["Joined", "3 clips · 15 s"]);
});
