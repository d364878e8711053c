import { expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { ada, BASE, bob, idIn, root, sharing } from "./stage.ts";

it("gives its maker a link, which shows the prompt only when they say so", async () => {
  const { as, job } = await sharing();
  const { id } = await job();
  const first = await as(ada).share(id);
  expect(first).toEqual({
    url: expect.stringMatching(/^https:\/\/clips\.example\.org\/v\/\w{26}$/),
    prompt: false,
    mayShowPrompt: true,
  });
  expect(await as(ada).share(id, { prompt: true })).toEqual({ ...first, prompt: true });
  expect(await as(ada).share(id)).toEqual({ ...first, prompt: true });
});

it("lets an admin share and unshare what another made, but not show their words", async () => {
  const { as, job } = await sharing();
  const { id } = await job();
  expect(await as(root).share(id)).toMatchObject({ prompt: false, mayShowPrompt: false });
  await expect(as(root).share(id, { prompt: true })).rejects.toThrow("Only Ada can show the prompt");
  await as(ada).share(id, { prompt: true });
  expect(await as(root).share(id, { prompt: false })).toMatchObject({ prompt: false });
  expect(await as(root).unshare(id)).toBe(true);
});

it("refuses everybody else, and changes nothing", async () => {
  const { as, job, shares } = await sharing();
  const { id } = await job();
  const { url } = await as(ada).share(id);
  for (const act of [as(bob).share(id), as(bob).share(id, { prompt: true }), as(bob).unshare(id)]) {
    await expect(act).rejects.toThrow("That's Ada's video. Only they and admins can share it or stop sharing it.");
  }
  expect(await shares.find(idIn(url))).toMatchObject({ share: { prompt: 0 } });
});

it("knows nothing of another workspace's jobs, not even for its admin", async () => {
  const { as, job } = await sharing();
  const { id } = await job();
  await expect(as(root, "elsewhere").share(id)).rejects.toThrow("There's no such job.");
  await expect(as(ada).unshare("../g_1")).rejects.toThrow(UserError);
});

it("shares nothing that is deleted or not there yet", async () => {
  const { as, job } = await sharing();
  const deleted = await job({ deleted_at: 1 });
  const running = await job({ video: null, state: "running" });
  await expect(as(ada).share(deleted.id)).rejects.toThrow("That video has been deleted");
  await expect(as(ada).share(running.id)).rejects.toThrow("That job has no video yet.");
});

it("says so where nobody outside could open the link, and still ends what was shared before", async () => {
  const { as, job, shares } = await sharing({ base: undefined });
  const made = await job();
  await expect(as(ada).share(made.id)).rejects.toThrow("this Reelay has no public address");
  await expect(as(ada).gallery()).rejects.toThrow("PUBLIC_URL");
  await shares.begin(made, { sharer: "ada" });
  expect([await as(ada).unshare(made.id), await as(ada).unshare(made.id)]).toEqual([true, false]);
});

it("gives a link to the gallery of the workspace it was asked in, for a day", async () => {
  const { as, job, links, clock } = await sharing();
  await as(ada).share((await job()).id);
  const { url, until, count } = await as(bob).gallery();
  expect([count, until - clock.now()]).toEqual([1, 24 * 3_600_000]);
  expect(url.startsWith(`${BASE}/gallery/`)).toBe(true);
  expect(links.read(idIn(url), clock.now())).toEqual({ workspace: "w", expiresAt: until });
  expect((await as(bob, "elsewhere").gallery()).count).toBe(0);
});
