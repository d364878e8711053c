import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions } from "playwright-core";
import { describe, expect, it } from "vitest";
import { film } from "../media/film.ts";
import { folder, serve } from "../media/support.ts";
import { barriers, CLIPS, encoderIsHere, overflows, realSite } from "./share-stage.ts";
import { type Player, played, soon, useBrowser, visit } from "./visit.ts";

useBrowser();

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** As a picture of the page's own types as the tests look at. */
interface Picture {
  complete: boolean;
  naturalWidth: number;
}

describe("the page of a shared video", () => {
  it("plays, after it has shown its poster", async () => {
    const site = await realSite();
    const { url } = await site.page({}, { bytes: CLIPS.landscape });
    const { page } = await visit(url);
    const player = page.locator("video");
    const poster = await page.request.get(`${url}/poster.jpg`);
    expect([poster.status(), poster.headers()["content-type"]]).toEqual([200, "image/jpeg"]);
    expect(await player.getAttribute("poster")).toBe(`${new URL(url).pathname}/poster.jpg`);
    await played(player);
    expect(await player.evaluate(({ videoWidth, videoHeight }: Player) => [videoWidth, videoHeight])).toEqual([
      1280, 720,
    ]);
  });

  it.skipIf(!encoderIsHere)("seeks in a long video by asking for that part of it", async () => {
    const site = await realSite();
    const path = await film(join(folder(), "long.mp4"), { size: "1280x720", seconds: 12, bits: 16_000_000 });
    const { url } = await site.page({}, { bytes: readFileSync(path) });
    const { page } = await visit(url);
    const ranges: string[] = [];
    page.on("request", async (asked) => {
      if (asked.url().endsWith("/video.mp4")) ranges.push((await asked.allHeaders()).range ?? "");
    });
    const player = page.locator("video");
    await soon(() => player.evaluate((one: Player) => one.readyState)).toBeGreaterThan(0);
    await player.evaluate((one: Player) => {
      one.currentTime = 11;
    });
    await soon(() => player.evaluate((one: Player) => one.readyState)).toBeGreaterThan(1);
    expect(await player.evaluate((one: Player) => one.currentTime)).toBe(11);
    await soon(() =>
      ranges.map((range) => Number(/^bytes=(\d+)-/.exec(range)?.[1])).some((from) => from > 1_000_000),
    ).toBe(true);
  });

  it("is read and played without scripts, on a phone too, whatever was written", async () => {
    const site = await realSite();
    const input = JSON.stringify({ prompt: `${"wide".repeat(300)}\n\n<b>and long</b> ${"words ".repeat(200)}` });
    const { url } = await site.page({ input, member_name: "A".repeat(200) }, { bytes: CLIPS.portrait, prompt: true });
    const { page } = await visit(url, { ...PHONE, javaScriptEnabled: false });
    expect(await page.locator("video").isVisible()).toBe(true);
    expect(await page.locator(".prompt").innerText()).toContain("<b>and long</b>");
    const box = await page.locator("video").boundingBox();
    expect(box?.height).toBeGreaterThan(400);
    const { page: scripted } = await visit(url, PHONE);
    expect(await overflows(scripted)).toBe(false);
  });

  it("plays in a frame of another site by its player", async () => {
    const site = await realSite();
    const { url } = await site.page({}, { bytes: CLIPS.landscape });
    const embed = await serve((_req, res) => {
      res.setHeader("Content-Type", "text/html");
      res.end(`<!doctype html><iframe src="${url}/player" width="640" height="360"></iframe>`);
    });
    const { page } = await visit(embed);
    await played(page.frameLocator("iframe").locator("video"));
  });
});

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  it("no page is a barrier to anybody", async () => {
    const site = await realSite();
    const empty = await site.galleryUrl();
    const { page } = await visit(empty, { colorScheme });
    expect(await barriers(page)).toEqual([]);

    const input = JSON.stringify({ prompt: "a paper boat on a river", duration: 5 });
    const { url } = await site.page({ input }, { bytes: CLIPS.landscape, prompt: true });
    for (const address of [url, `${url}/player`, await site.galleryUrl(), `${site.address}/v/none`]) {
      await page.goto(address);
      expect(await barriers(page), address).toEqual([]);
    }
  });
});

describe("the gallery", () => {
  it("leads to each video by its poster, and shows frames of it", async () => {
    const site = await realSite();
    for (const bytes of Object.values(CLIPS)) await site.page({}, { bytes });
    const { page } = await visit(await site.galleryUrl(), PHONE);
    expect(await overflows(page)).toBe(false);
    const pictures = page.locator(".tile img");
    expect(await pictures.count()).toBe(6);
    for (const picture of await pictures.all()) {
      await picture.scrollIntoViewIfNeeded();
      await soon(() => picture.evaluate((one: Picture) => one.complete && one.naturalWidth > 0)).toBe(true);
    }
    await page.getByRole("link").first().click();
    await played(page.locator("video"));
  });
});
