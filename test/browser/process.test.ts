import { describe, expect, it } from "vitest";
import { spawnReelay } from "../support/reelay.ts";
import { dataFolder, PAPER_BOAT } from "./reelay.ts";
import { cleanups, type Player, played, soon, useBrowser, visit } from "./visit.ts";

useBrowser();

describe("Reelay as npm start runs it, in a process of its own", () => {
  it("animates an attached picture by a whole typed command: progress, then the playing video", async () => {
    const folder = await dataFolder();
    const reelay = await spawnReelay({ DATA_DIR: folder, PORT: "0", SANDBOX_SPEED: "25", LOG_LEVEL: "warn" });
    cleanups.push(async () => {
      await reelay.end("SIGTERM");
    });
    const { page, message, articles } = await visit(reelay.address);

    // The button does something from when it has its sign.
    await page.locator("#attach svg").waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Attach files" }).click(),
    ]);
    await chooser.setFiles(PAPER_BOAT);
    await message.pressSequentially('/animate prompt:"gentle breeze" duration:5');
    await message.press("Enter");

    const bar = articles.getByRole("progressbar");
    await soon(async () => Number(await bar.getAttribute("aria-valuenow"))).toBeGreaterThan(0);
    const player = articles.locator("video");
    await played(player);
    const video = await player.evaluate(({ videoWidth, videoHeight, duration }: Player) => ({
      sides: [videoWidth, videoHeight],
      seconds: Math.round(duration),
    }));
    expect(video).toEqual({ sides: [1280, 720], seconds: 5 });
    // The announcement has become the result: nothing else was posted.
    expect(await articles.count()).toBe(2);
    expect(reelay.log()).toBe("");
  });
});
