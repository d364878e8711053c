import { expect, test } from "vitest";
import { video } from "../media/videos.ts";
import { web } from "./support.ts";

async function published(name = "video.mp4") {
  const site = await web();
  const bytes = await video();
  const whole = async function* () {
    yield bytes;
  };
  const { hash } = await site.library.put(whole(), { limitBytes: 1e9 });
  const token = site.links.sign({ hash, name, expiresAt: site.time.now + 60_000 });
  return { ...site, bytes, hash, url: `${site.address}/watch/${token}` };
}

test("plays the file of its link, by no script, in no index and in nobody's frame", async () => {
  const { url, bytes } = await published();
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  const policy = answer.headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(answer.headers.get("x-robots-tag")).toBe("noindex, nofollow");
  const page = await answer.text();
  expect(page).not.toContain("<script");
  const src = /<video[^>]* src="([^"]+)"/.exec(page)?.[1] ?? "";
  const file = await fetch(new URL(src, url));
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
});

test("shows a hostile name as text", async () => {
  const { url } = await published('"><script>alert(1)</script>');
  expect(await (await fetch(url)).text()).not.toContain("<script>alert");
});

test("is gone when the link has expired, was altered, or its file is gone", async () => {
  const { url, library, hash, time } = await published();
  expect((await fetch(`${url}x`)).status).toBe(404);
  time.now += 60_000;
  expect((await fetch(url)).status).toBe(404);
  time.now -= 60_000;
  await library.remove(hash);
  expect((await fetch(url)).status).toBe(404);
});
