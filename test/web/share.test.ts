import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { video } from "../media/videos.ts";
import { ada, BASE, root } from "../share/stage.ts";
import { ask, shareSite } from "./share-site.ts";

/** The tags that chats read, by name or property. */
function tagsIn(page: string): Record<string, string> {
  const tags = page.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)">/g);
  return Object.fromEntries([...tags].map(([, name, content]) => [name, content]));
}

describe("the page of a shared video", () => {
  test("shows the video, its maker, model, options and day, by no script", async () => {
    const site = await shareSite();
    const { url } = await site.page({
      input: JSON.stringify({ prompt: "a secret boat", duration: 5, quality: "720p" }),
    });
    const answer = await fetch(url);
    const body = await answer.text();
    expect(answer.status).toBe(200);
    const path = new URL(url).pathname;
    expect(body).toContain(`<source src="${path}/video.mp4" type="video/mp4">`);
    expect(body).toContain(`poster="${path}/poster.jpg"`);
    for (const words of ["A video by \u2068Ada\u2069", "Kling 3.0", "5 s · 720p", "November 20, 2026"])
      expect(body).toContain(words);
    expect(body).not.toContain("secret boat");
    expect(body).not.toMatch(/<script|\son\w+=|style="/);
  });

  test("shows the prompt when its maker lets it, and not when they stop that", async () => {
    const site = await shareSite();
    const { url, job } = await site.page({}, { prompt: true });
    expect(await (await fetch(url)).text()).toContain('<p class="prompt" dir="auto">a paper boat</p>');
    await site.as(root).share(job.id, { prompt: false });
    expect(await (await fetch(url)).text()).not.toContain("a paper boat");
  });

  test("loads nothing but its own files, is in no frame, and in no index", async () => {
    const site = await shareSite();
    const { url } = await site.page();
    const answer = await fetch(url);
    const body = await answer.text();
    const style = createHash("sha256")
      .update(/<style>(.*)<\/style>/s.exec(body)?.[1] ?? "")
      .digest("base64");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-security-policy": `default-src 'none'; img-src 'self'; media-src 'self'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "x-robots-tag": "noindex, nofollow",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "private, no-cache",
      "content-type": "text/html; charset=utf-8",
    });
    expect(tagsIn(body).robots).toBe("noindex, nofollow");
  });

  test("has a player that others may put into a frame, and that is all", async () => {
    const site = await shareSite();
    const { url } = await site.page();
    const answer = await fetch(`${url}/player`);
    const body = await answer.text();
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none';.* frame-ancestors \*$/);
    expect(answer.headers.get("x-robots-tag")).toContain("noindex");
    expect(body).toContain(`${new URL(url).pathname}/video.mp4`);
    expect(body).not.toContain("Made on");
  });

  test("answers HEAD, and says when the copy at hand is still right", async () => {
    const site = await shareSite();
    const { url, id } = await site.page();
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const etag = head.headers.get("etag") ?? "";
    expect(await ask(site.port, `/v/${id}`, { "if-none-match": etag })).toMatchObject({ status: 304, body: "" });
  });

  test("is below whatever path the public address has", async () => {
    const site = await shareSite({ base: `${BASE}/reelay` });
    const { url, id } = await site.page();
    const body = await (await fetch(url)).text();
    expect(body).toContain(`<source src="/reelay/v/${id}/video.mp4"`);
    expect(tagsIn(body)["og:video"]).toBe(`${BASE}/reelay/v/${id}/video.mp4`);
  });
});

describe("what chats read", () => {
  test("of Open Graph, as Discord and Slack do: a title, a poster, and a video with its sides and type", async () => {
    const site = await shareSite();
    const { id, url } = await site.page({}, { bytes: await video({ width: 720, height: 1280 }), prompt: true });
    expect(tagsIn(await (await fetch(url)).text())).toMatchObject({
      "og:site_name": "Reelay",
      "og:type": "video.other",
      "og:url": `${BASE}/v/${id}`,
      "og:title": "a paper boat",
      "og:description": expect.stringMatching(/^Kling 3\.0 · .* · by Ada$/),
      "og:image": `${BASE}/v/${id}/poster.jpg`,
      "og:image:type": "image/jpeg",
      "og:video": `${BASE}/v/${id}/video.mp4`,
      "og:video:secure_url": `${BASE}/v/${id}/video.mp4`,
      "og:video:type": "video/mp4",
      "og:video:width": "720",
      "og:video:height": "1280",
    });
  });

  test("of Twitter's card: a player for a frame, and the stream", async () => {
    const site = await shareSite();
    const { id, url } = await site.page();
    expect(tagsIn(await (await fetch(url)).text())).toMatchObject({
      "twitter:card": "player",
      "twitter:title": "A video by Ada",
      "twitter:player": `${BASE}/v/${id}/player`,
      "twitter:player:width": "640",
      "twitter:player:height": "360",
      "twitter:player:stream": `${BASE}/v/${id}/video.mp4`,
      "twitter:player:stream:content_type": "video/mp4",
      "twitter:image": `${BASE}/v/${id}/poster.jpg`,
    });
  });

  test("promises no poster where none can be made, and no https where there is none", async () => {
    const site = await shareSite({ stills: "none", base: "http://clips.example.org" });
    const { url } = await site.page();
    const body = await (await fetch(url)).text();
    expect(Object.keys(tagsIn(body)).filter((name) => /image|secure/.test(name))).toEqual([]);
    expect(body).not.toContain("poster");
    expect((await fetch(`${url}/poster.jpg`)).status).toBe(404);
  });
});

describe("hostile words", () => {
  const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)> ' & </title></style> \u202Egnp.exe\u0000`;

  test("stand in the page as text, in its title, tags and names too", async () => {
    const site = await shareSite();
    const { url } = await site.page(
      { member_name: HOSTILE, input: JSON.stringify({ prompt: HOSTILE }) },
      { prompt: true },
    );
    const body = await (await fetch(url)).text();
    expect(body).not.toMatch(/<script|<img src=x|onerror=alert\(2\)>[^&]*</);
    expect(body.match(/<title>/g)).toHaveLength(1);
    expect(body.match(/<\/style>/g)).toHaveLength(1);
    expect(body).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    // In a chat's preview nothing isolates a title from what follows it.
    expect(tagsIn(body)["og:title"]).not.toMatch(/\p{Cc}|\u202E/u);
  });

  test("of any length leave the tags short", async () => {
    const site = await shareSite();
    const prompt = `${"👩‍👩‍👧 ".repeat(300)}\n${"x".repeat(1000)}`;
    const { url } = await site.page({ input: JSON.stringify({ prompt }) }, { prompt: true });
    const title = tagsIn(await (await fetch(url)).text())["og:title"] ?? "";
    expect(title.length).toBeLessThanOrEqual(100);
    expect(title.isWellFormed()).toBe(true);
  });
});

describe("the video and its pictures", () => {
  test("come whole, with headers that let a browser show them and keep them for itself", async () => {
    const site = await shareSite();
    const bytes = await video();
    const { url, id } = await site.page({}, { bytes });
    const answer = await fetch(`${url}/video.mp4`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-length": String(bytes.length),
      "content-disposition": expect.stringContaining(`inline; filename="reelay-${id}.mp4"`),
      "accept-ranges": "bytes",
      etag: `"${createHash("sha256").update(bytes).digest("hex")}"`,
      "cache-control": "private, max-age=3600",
      "content-security-policy": expect.stringMatching(/^default-src 'none';.*sandbox$/),
      "x-robots-tag": "noindex, nofollow",
    });
    for (const name of ["poster.jpg", "strip.jpg"]) {
      const picture = await fetch(`${url}/${name}`);
      expect(picture.headers.get("content-type")).toBe("image/jpeg");
      expect(Buffer.from(await picture.arrayBuffer()).equals(site.picture)).toBe(true);
    }
  });

  test.each([
    ["bytes=0-99", 0, 100],
    ["bytes=500-", 500, undefined],
    ["bytes=-10", -10, undefined],
  ])("in a range: %s", async (range, from, to) => {
    const site = await shareSite();
    const bytes = await video();
    const { url } = await site.page({}, { bytes });
    const answer = await fetch(`${url}/video.mp4`, { headers: { range } });
    expect(answer.status).toBe(206);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to))).toBe(true);
    expect(answer.headers.get("content-range")).toMatch(new RegExp(`^bytes \\d+-\\d+/${bytes.length}$`));
  });

  test.each(["bytes=99999999-", "bytes=99999999-999999999", "bytes=-0"])(
    "refuse a range outside: %s",
    async (range) => {
      const site = await shareSite();
      const bytes = await video();
      const { url } = await site.page({}, { bytes });
      const answer = await fetch(`${url}/video.mp4`, { headers: { range } });
      expect(answer.status).toBe(416);
      expect(answer.headers.get("content-range")).toBe(`bytes */${bytes.length}`);
      expect(answer.headers.get("cache-control")).toBeNull();
    },
  );

  test("give the whole to an old copy's range, the part to a fresh one's, and nothing to one that is right", async () => {
    const site = await shareSite();
    const { url, id } = await site.page();
    const etag = (await fetch(`${url}/video.mp4`, { method: "HEAD" })).headers.get("etag") ?? "";
    const status = async (of: string) =>
      (await fetch(`${url}/video.mp4`, { headers: { range: "bytes=0-9", "if-range": of } })).status;
    expect([await status('"another"'), await status(etag)]).toEqual([200, 206]);
    expect((await ask(site.port, `/v/${id}/video.mp4`, { "if-none-match": etag })).status).toBe(304);
  });
});

describe("a page that is gone", () => {
  test.each(["", "/player", "/video.mp4", "/poster.jpg", "/strip.jpg"])("says so with 410, at %j too", async (part) => {
    const site = await shareSite();
    const [unshared, deleted, swept] = [
      await site.page(),
      await site.page(),
      await site.page({}, { bytes: await video({ seconds: 3 }) }),
    ];
    expect(await site.as(ada).unshare(unshared.job.id)).toBe(true);
    await site.db.updateTable("generations").set({ deleted_at: 1 }).where("id", "=", deleted.job.id).execute();
    await site.library.remove((JSON.parse(swept.job.video ?? "") as { hash: string }).hash);
    for (const { url } of [unshared, deleted, swept]) {
      const answer = await fetch(`${url}${part}`);
      expect(answer.status).toBe(410);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
      expect(await answer.text()).toContain("This video is no longer shared.");
    }
  });
});

describe("guesses", () => {
  const ZEROS = "0".repeat(26);

  test.each([
    ZEROS,
    "x",
    "g_1m7wz7ghga8d29rbmzb",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%00",
    `${ZEROS}%27%20or%201=1`,
    "a".repeat(5_000),
  ])("get the same answer, whatever they look like: %s", async (guess) => {
    const site = await shareSite();
    await site.page();
    expect(await ask(site.port, `/v/${guess}`)).toEqual(await ask(site.port, `/v/${"z".repeat(26)}`));
    expect((await ask(site.port, `/v/${guess}/video.mp4`)).status).toBe(404);
  });

  test.each(["/v/../../etc/passwd", "/v//etc/passwd", "/v/", "/v/.", "/v/x/../../../etc/passwd", "/gallery/"])(
    "lead nowhere outside: %s",
    async (path) => {
      const site = await shareSite();
      const { status, body } = await ask(site.port, path);
      expect(status).toBe(404);
      expect(body).not.toContain("root:");
    },
  );

  test("by the thousand are turned away before anything is looked for, right ones with them, until time has passed", async () => {
    const site = await shareSite();
    const { id, url } = await site.page();
    const from = { "x-forwarded-for": "192.0.9.9" };
    const statuses: (number | undefined)[] = [];
    for (let at = 0; at < 300; at++) statuses.push((await ask(site.port, `/v/${at}`, from)).status);
    expect(statuses.slice(0, 100)).toEqual(Array(100).fill(404));
    expect(statuses.slice(100)).toEqual(Array(200).fill(429));
    // Others behind the same proxy still find what is there.
    expect((await ask(site.port, `/v/${id}`, from)).status).toBe(200);
    expect((await ask(site.port, "/v/wrong", from)).headers["retry-after"]).toBe("60");
    // Whoever looks at what is there, from wherever else, notices nothing.
    for (let at = 0; at < 300; at++) expect((await ask(site.port, `/v/${id}/poster.jpg`)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);

    await site.clock.advance(60_000);
    expect((await ask(site.port, `/v/${id}`, from)).status).toBe(200);
  });
});
