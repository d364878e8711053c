import { expect, it } from "vitest";
import { converse, PAPER_BOAT } from "./reelay.ts";
import { type Player, played, screenshot, soon, useBrowser } from "./visit.ts";

useBrowser();

/** Of a 5 s film: the boat is well in the picture. */
const SHOWN_AT_SECONDS = 2;

it("shows a finished video and a job under way side by side, light and dark", async () => {
  const { page, articles, say } = await converse({
    speed: 30,
    allowance: 200,
    context: {
      viewport: { width: 1280, height: 1080 },
      colorScheme: "light",
      locale: "en-GB",
      // A bar that is still moving would not be where its number says.
      reducedMotion: "reduce",
    },
  });
  const finished = await say("/animate gentle breeze, the camera moves closer", PAPER_BOAT);
  const player = finished.locator("video");
  await played(player);
  await player.evaluate((one: Player, seconds) => {
    one.currentTime = seconds;
  }, SHOWN_AT_SECONDS);
  const busy = await say("/video the paper boat reaches the sea at dawn 8s --sound");
  const bar = busy.getByRole("progressbar");
  await soon(async () => Number(await bar.getAttribute("aria-valuenow"))).toBeGreaterThan(30);
  await screenshot(page, "playground-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await screenshot(page, "playground-dark");
  expect(await bar.isVisible()).toBe(true);
  expect(await articles.count()).toBe(4);
  await played(busy.locator("video"));
});
