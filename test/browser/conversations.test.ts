import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { converse, LANDSCAPE, PAPER_BOAT, PORTRAIT } from "./reelay.ts";
import { type Player, picture, played, soon, useBrowser } from "./visit.ts";

useBrowser();

/** Waits until the card's video has been played, and gives its sides. */
async function watched(card: Locator): Promise<{ width: number; height: number }> {
  const player = card.locator("video");
  await played(player);
  return player.evaluate((one: Player) => ({ width: one.videoWidth, height: one.videoHeight }));
}

/** Where nothing of the film is looked at but that it plays. */
const READY = { films: "ready" } as const;

const title = (card: Locator) => card.getByRole("heading").innerText();

describe("a conversation in the playground ends with a playing video", () => {
  it("/video: from words, in the shape that was asked for", async () => {
    const { say } = await converse();
    const card = await say("/video a paper boat on a river 3s 9:16");
    expect(await watched(card)).toEqual({ width: 720, height: 1280 });
    expect(await title(card)).toBe("Kling 3.0: done");
    expect(await card.innerText()).toContain("16.2 credits");
  });

  it("/animate: from a picture, with sound", async () => {
    const { say } = await converse();
    const card = await say("/animate gentle breeze, the camera moves closer 3s --sound", PAPER_BOAT);
    expect(await watched(card)).toEqual({ width: 1280, height: 720 });
  });

  it("/storyboard: from shots, one a line", async () => {
    const { page, message, send } = await converse(READY);
    await message.fill("/storyboard 1:1");
    for (const shot of ["2s: the door opens", "1s: light falls in"]) {
      await message.press("Shift+Enter");
      await message.pressSequentially(shot);
    }
    const card = await send();
    expect(await watched(card)).toEqual({ width: 720, height: 720 });
    expect(await card.innerText()).toContain("2s: the door opens");
    expect(await page.getByRole("article").count()).toBe(2);
  });

  it("/reference: one that follows another, with a picture to go by", async () => {
    const { say } = await converse();
    // The picture comes first, and still goes to a picture's place.
    const card = await say("/reference the same walk in winter 3s", PAPER_BOAT, LANDSCAPE);
    await watched(card);
    expect(await card.innerText()).toContain("24.3 credits");
  });

  it("/edit: the video changed, as long as it is, and priced by its length", async () => {
    const { say } = await converse();
    const card = await say("/edit make it night", LANDSCAPE);
    await watched(card);
    expect(await card.innerText()).toContain("40.5 credits");
  });

  it("/motion: a character moved like the person in a video", async () => {
    const { say } = await converse();
    const card = await say("/motion a dance by the river", PAPER_BOAT, PORTRAIT);
    await watched(card);
    expect(await card.innerText()).toContain("40.824 credits");
  });

  it("/element: @Ada from pictures, who then moves in O3", async () => {
    const { page, message, options, say, press, send } = await converse(READY);
    const asked = await say("/element create name:Ada a paper boat's captain", PAPER_BOAT, picture("otter.png"));
    expect(await title(asked)).toBe("Are you allowed to use this likeness for @Ada?");
    const made = await press(asked, "Yes, I may use this likeness");
    await soon(() => title(made)).toBe("@Ada is in the cast");
    expect(await (await say("/element list")).innerText()).toMatch(/@Ada.*ready/);

    await page.locator("#picker").setInputFiles(PAPER_BOAT);
    await message.fill("/animate @a");
    await options.getByText("@Ada").waitFor();
    await message.press("Enter");
    await message.pressSequentially("waves from the boat --o3 3s");
    const card = await send();
    await watched(card);
    expect(await title(card)).toBe("Kling O3: done");
    expect(await card.innerText()).toContain("@Ada waves from the boat");
  });

  it("/element: @Cy from a video, who then moves in motion control", async () => {
    const { say, press } = await converse();
    const asked = await say("/element create name:Cy a dancer", LANDSCAPE);
    const made = await press(asked, "Yes, I may use this likeness");
    await soon(() => title(made)).toBe("@Cy is in the cast");
    const card = await say("/motion @Cy dances by the river orientation:video", PAPER_BOAT, PORTRAIT);
    await watched(card);
    expect(await card.innerText()).toContain("@Cy dances by the river");
  });

  it("/settings: made as the member usually wants it, and as usual again after that", async () => {
    const { say, press } = await converse(READY);
    const settings = await say("/settings --turbo aspect:1:1 duration:3");
    expect(await title(settings)).toBe("Your settings have changed");
    const card = await say("/video a lighthouse at dusk");
    expect(await watched(card)).toEqual({ width: 720, height: 720 });
    expect(await title(card)).toBe("Kling 3.0 Turbo: done");
    expect(await (await press(settings, "Back to defaults")).innerText()).toContain("Kling 3.0 (default)");
  });

  it("/credits and /help: what is left, and an example that works as it stands", async () => {
    const { say } = await converse(READY);
    const help = await say("/help");
    const example = /^\/video .*$/m.exec((await help.innerText()).split("\n\n").at(-1) ?? "")?.[0];
    const card = await say(`${example} 3s`.replace("8s ", ""));
    await watched(card);
    const credits = await say("/credits");
    expect(await title(credits)).toBe("You have 1,983.8 credits to spend");
    expect(await credits.innerText()).toContain("spent 16.2 credits");
  });

  it("/jobs: what a result can become, after a restart as well", async () => {
    const { page, message, say, press, send, restart } = await converse();
    const first = await say("/video a paper boat on a river 3s");
    await watched(first);
    expect(await (await say("/jobs")).innerText()).toMatch(/done for 16\.2 credits/);
    await restart();
    await soon(() => page.locator("#connection").innerText()).toBe("");

    await watched(await press(first, "Again"));

    const models = await press(first, "Another model");
    const other = await press(models, "Kling 3.0 Turbo");
    await watched(other);
    expect(await title(other)).toBe("Kling 3.0 Turbo: done");

    expect(await watched(await press(first, "In 1080p"))).toEqual({ width: 1920, height: 1080 });

    await first.getByRole("button", { name: "Use as first frame" }).click();
    await message.press("End");
    await message.pressSequentially(" it drifts on 3s");
    const next = await send();
    await watched(next);
    expect(await next.innerText()).toContain("it drifts on");

    await press(first, "Delete");
    await soon(() => title(first)).toBe("Kling 3.0: deleted");
    expect(await first.locator("video").count()).toBe(0);
    await watched(other);
  });
});
