import { expect, it } from "vitest";
import { bob } from "../share/stage.ts";
import { CLIPS, realSite } from "./share-stage.ts";
import { type Player, screenshot, soon, useBrowser, visit } from "./visit.ts";

useBrowser();

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const PROMPT =
  "The sun sinks behind rolling hills at dusk, layer upon layer of violet haze; the camera drifts slowly to the right, and nothing hurries.";

it("shows a shared video and the gallery at a desk and on a phone, light and dark", async () => {
  const site = await realSite();
  const asked = (prompt: string, aspect = "16:9") => JSON.stringify({ prompt, duration: 5, quality: "720p", aspect });
  for (const [bytes, prompt, aspect] of [
    [CLIPS.square, "The last light over the hills, seen through a round window", "1:1"],
    [CLIPS.portrait, "A tall evening sky for a phone, warm at the horizon", "9:16"],
  ] as const) {
    const { job } = await site.page({ input: asked(prompt, aspect), member: "bob", member_name: "Bob" }, { bytes });
    await site.as(bob).share(job.id, { prompt: true });
    await site.clock.advance(1000);
  }
  const { url } = await site.page({ input: asked(PROMPT) }, { bytes: CLIPS.landscape, prompt: true });
  const gallery = await site.galleryUrl();

  const pictures = [
    ["share-desktop", url, DESKTOP, "light"],
    ["share-phone", url, PHONE, "dark"],
    ["share-gallery-desktop", gallery, DESKTOP, "dark"],
    ["share-gallery-phone", gallery, PHONE, "light"],
  ] as const;
  for (const [name, address, viewport, colorScheme] of pictures) {
    const { page } = await visit(address, { viewport, colorScheme, reducedMotion: "reduce" });
    expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
    for (const image of await page.locator("img").all()) {
      await image.scrollIntoViewIfNeeded();
      await soon(() => image.evaluate((one: { naturalWidth: number }) => one.naturalWidth)).toBeGreaterThan(0);
    }
    for (const player of await page.locator("video").all()) {
      await soon(() => player.evaluate((one: Player) => one.readyState)).toBeGreaterThan(0);
    }
    await page.evaluate("scrollTo(0, 0)");
    // A player that loads shows a turning ring.
    await soon(async () => (await page.screenshot()).equals(await page.screenshot())).toBe(true);
    await screenshot(page, name);
  }
});
