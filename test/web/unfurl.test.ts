import { describe, expect, test } from "vitest";
import { shareSite } from "./share-site.ts";

/** How the chats ask when somebody posts a link; Slack asks for the beginning alone. */
const READERS = {
  Discord: { "user-agent": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)" },
  Slack: { "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", range: "bytes=0-32768" },
} as const;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Reads a page as a chat does: the tags of its head, in order, the first of a name counting. */
async function unfurl(url: string, headers: Readonly<Record<string, string>>) {
  const answer = await fetch(url, { headers });
  const head = (await answer.text()).split("</head>")[0] ?? "";
  const tags = new Map<string, string>();
  for (const [tag] of head.matchAll(/<meta\s[^>]*>/g)) {
    const name = /\s(?:name|property)="([^"]*)"/.exec(tag)?.[1] ?? "";
    const content = (/\scontent="([^"]*)"/.exec(tag)?.[1] ?? "").replace(/&(#?\w+);/g, (_, of) => ENTITIES[of] ?? "?");
    if (!tags.has(name)) tags.set(name, content);
  }
  return { status: answer.status, get: (name: string) => tags.get(name) ?? "" };
}

describe.each(Object.entries(READERS))("%s", (_name, headers) => {
  test("finds at the tags' addresses what they promise: a picture, a video in ranges, a player to frame", async () => {
    const site = await shareSite({ base: "own" });
    const input = JSON.stringify({ prompt: `“Ada & Bob's” <boat>`, duration: 5 });
    const { url } = await site.page({ input }, { prompt: true });
    const found = await unfurl(url, headers);
    expect([found.status, found.get("og:title"), found.get("og:url")]).toEqual([200, `“Ada & Bob's” <boat>`, url]);

    const picture = await fetch(found.get("og:image"), { headers });
    expect(picture.headers.get("content-type")).toBe(found.get("og:image:type"));
    for (const tag of ["og:video", "twitter:player:stream"]) {
      const video = await fetch(found.get(tag), { headers: { ...headers, range: "bytes=0-1023" } });
      expect([video.status, video.headers.get("content-type")]).toEqual([206, found.get("og:video:type")]);
      expect((await video.arrayBuffer()).byteLength).toBe(1024);
    }
    const player = await fetch(found.get("twitter:player"), { headers });
    expect(player.headers.get("content-security-policy")).toContain("frame-ancestors *");
    expect(player.headers.has("x-frame-options")).toBe(false);
    expect(Number(found.get("twitter:player:width")) / Number(found.get("twitter:player:height"))).toBeCloseTo(16 / 9);
  });

  test("finds nothing to show of one that is unshared", async () => {
    const site = await shareSite({ base: "own" });
    const { url, job } = await site.page();
    await site.shares.end(job.id);
    const found = await unfurl(url, headers);
    expect([found.status, found.get("og:video"), found.get("og:image"), found.get("og:title")]).toEqual([
      410,
      "",
      "",
      "",
    ]);
  });
});
