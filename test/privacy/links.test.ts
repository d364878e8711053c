import { expect, it } from "vitest";
import { isUsedBy, useFiles } from "../../src/store/file-uses.ts";
import { insertRow } from "../generations/rows.ts";
import { video } from "../media/videos.ts";
import { ada, stage } from "../policy/stage.ts";
import { web } from "../web/support.ts";

it("a deleted video's link ends, though another job keeps the file, whose own link goes on; and it is said", async () => {
  await using s = await stage("sqlite");
  const bytes = await video();
  const site = await web({ stands: async ({ hash, holder }) => holder === undefined || isUsedBy(s.db, hash, holder) });
  const body = async function* () {
    yield bytes;
  };
  const { hash } = await site.library.put(body(), { limitBytes: 1e9 });
  const media = JSON.stringify({ hash, name: "a.mp4", kind: "video", type: "video/mp4", bytes: bytes.length });
  const done = { state: "delivered", told: "delivered", price: 0, finished_at: s.clock.now(), due_at: null } as const;
  const [made, edited] = [await insertRow(s.db, { ...done, video: media }), await insertRow(s.db, done)];
  await useFiles(s.db, made.id, "result", [hash]);
  await useFiles(s.db, edited.id, "input", [hash]);
  const linkOf = (holder: string) =>
    `${site.address}/media/${site.links.sign({ hash, name: "a.mp4", holder, expiresAt: site.time.now + 60_000 })}`;
  const status = async (holder: string) => (await fetch(linkOf(holder))).status;
  expect([await status(made.id), await status(edited.id)]).toEqual([200, 200]);

  const answer = await s.ask(ada, `jobs delete:${made.id}`);
  expect(answer.text).toContain("Its file stays in Reelay's store for now, because another job was made from it.");
  expect([await status(made.id), await status(edited.id)]).toEqual([404, 200]);
  const page = linkOf(made.id).replace("/media/", "/watch/");
  expect((await fetch(page)).status).toBe(404);
});
