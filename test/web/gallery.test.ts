import { describe, expect, test } from "vitest";
import { video } from "../media/videos.ts";
import { ada, idIn } from "../share/stage.ts";
import { shareSite } from "./share-site.ts";

/** The pages of videos that a gallery leads to. */
function linksIn(page: string): string[] {
  return [...page.matchAll(/<a class="tile" href="\/v\/(\w+)">/g)].map(([, id = ""]) => id);
}

describe("the gallery", () => {
  test("shows what the workspace shares, newest first, with posters and strips, and nothing else", async () => {
    const site = await shareSite();
    const ids: string[] = [];
    for (const workspace of ["w", "w", "elsewhere", "w"]) {
      const id = await sharedIn(site, workspace);
      if (workspace === "w") ids.unshift(id);
      await site.clock.advance(1000);
    }
    await site.job({});
    const answer = await fetch(await site.galleryUrl());
    const body = await answer.text();
    expect(answer.status).toBe(200);
    expect(linksIn(body)).toEqual(ids);
    expect(body).toContain("3 videos");
    for (const id of ids) for (const name of ["poster", "strip"]) expect(body).toContain(`src="/v/${id}/${name}.jpg"`);
    expect(body).not.toContain('class="turn"');
  });

  test("has the policy of all pages, and is in no index", async () => {
    const site = await shareSite();
    const { headers } = await fetch(await site.galleryUrl());
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    expect(headers.get("x-robots-tag")).toBe("noindex, nofollow");
    expect(headers.get("cache-control")).toBe("private, no-cache");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  test("says how to begin when it is empty", async () => {
    const site = await shareSite();
    expect(await (await fetch(await site.galleryUrl())).text()).toContain("Press Share under a finished video");
  });

  test("is turned page by page, and a page that is none is the nearest", async () => {
    const site = await shareSite();
    const bytes = await video();
    for (let at = 0; at < 30; at++) await site.page({}, { bytes });
    const url = await site.galleryUrl();
    const at = async (page: string) => (await fetch(`${url}?page=${page}`)).text();
    const [first, second] = [await at("1"), await at("2")];
    expect([linksIn(first).length, linksIn(second).length]).toEqual([24, 6]);
    expect(new Set([...linksIn(first), ...linksIn(second)]).size).toBe(30);
    expect(first).toContain('rel="next"');
    expect(first).not.toContain('rel="prev"');
    expect(second).toContain('rel="prev"');
    expect(second).not.toContain('rel="next"');
    for (const odd of ["0", "-1", "1.5", "NaN", "1e9", "%00", "'; drop table shares"])
      expect(await at(odd)).toBe(first);
    expect(await at("999999")).toBe(second);
    expect((await fetch(`${url}?page=2&page=1&page[x]=3`)).status).toBe(200);
  });

  test("leaves out what is unshared, deleted or no longer kept", async () => {
    const site = await shareSite();
    const [unshared, deleted, swept, kept] = [
      await site.page(),
      await site.page(),
      await site.page({}, { bytes: await video({ seconds: 3 }) }),
      await site.page(),
    ];
    await site.as(ada).unshare(unshared.job.id);
    await site.db.updateTable("generations").set({ deleted_at: 1 }).where("id", "=", deleted.job.id).execute();
    await site.library.remove((JSON.parse(swept.job.video ?? "") as { hash: string }).hash);
    expect(linksIn(await (await fetch(await site.galleryUrl())).text())).toEqual([kept.id]);
  });

  test("shows hostile words as text", async () => {
    const site = await shareSite();
    const hostile = `</span><script>alert(1)</script><img src=x onerror=alert(1)>`;
    await site.page({ member_name: hostile, input: JSON.stringify({ prompt: hostile }) }, { prompt: true });
    const body = await (await fetch(await site.galleryUrl())).text();
    expect(body).not.toMatch(/<script|<img src=x/);
  });

  test("opens for no link that has expired, was altered, or is of another kind", async () => {
    const site = await shareSite();
    const url = await site.galleryUrl();
    const page = await site.page();
    for (const wrong of [
      `${url}A`,
      url.slice(0, -1),
      `${site.address}/gallery/w`,
      `${site.address}/gallery/${page.id}`,
    ]) {
      const answer = await fetch(wrong);
      expect([answer.status, answer.headers.get("x-robots-tag")]).toEqual([404, "noindex, nofollow"]);
      expect(await answer.text()).toContain("Type /gallery in the chat to get a new one.");
    }
    await site.clock.advance(24 * 3_600_000 - 1);
    expect((await fetch(url)).status).toBe(200);
    await site.clock.advance(1);
    expect((await fetch(url)).status).toBe(404);
  });
});

async function sharedIn(site: Awaited<ReturnType<typeof shareSite>>, workspace: string): Promise<string> {
  const { id } = await site.job({ workspace });
  return idIn((await site.as(ada, workspace).share(id)).url);
}
