import { describe, expect, it } from "vitest";
import { HERE } from "../../src/playground/members.ts";
import { openStage } from "../playground/stage.ts";
import { busy, clip, done, refusal } from "./cards.ts";
import { cleanups, open, type Part, type Player, picture, soon, useBrowser } from "./visit.ts";

const EVIL = `<img src=x onerror="document.title='owned'">`;

/** What of the page reaches beyond the window's right side, or scrolls sideways. */
const TOO_WIDE = `
  [...document.querySelectorAll("body, main, .top, #scroller, #composer, article, .card, video")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 || (one.id === "scroller" && one.scrollWidth > one.clientWidth))
    .map((one) => one.outerHTML.slice(0, 80))
`;

useBrowser();

describe("the playground in a real browser", () => {
  it("tells a newcomer what to type, fills it in, and runs it by Enter", async () => {
    const { page, message, articles, stage } = await open({
      notice: "The sandbox answers: nothing is charged, the videos are samples.",
    });
    await page.getByRole("heading", { name: "Welcome to #general" }).waitFor();
    expect(await page.getByText("The sandbox answers").isVisible()).toBe(true);
    expect(await message.evaluate((one: Part) => one.matches(":focus"))).toBe(true);
    await page.getByRole("button", { name: /A video from words/ }).click();
    expect(await message.inputValue()).toBe("/video a paper boat on a river");
    await message.press("Enter");
    await articles.getByText("a paper boat on a river").waitFor();
    expect(await message.inputValue()).toBe("");
    expect(await page.getByRole("heading", { name: "Welcome to #general" }).isVisible()).toBe(false);
    expect(stage.invocations[0]).toMatchObject({ command: "video", typed: { line: "a paper boat on a river" } });
  });

  it("runs a whole typed command with its picture, shows the progress live, and plays the video", async () => {
    let started: (() => void) | undefined;
    const announced = new Promise<void>((resolve) => {
      started = resolve;
    });
    const { page, stage, message, articles } = await open({
      act: async (invocation, { chat }) => {
        await chat.post(invocation.place, { key: "job", again: false }, busy(0.2, "about 40 s left"));
        started?.();
        return undefined;
      },
    });
    await page.locator("#picker").setInputFiles(picture("otter.png"));
    await message.fill('/animate prompt:"gentle breeze, the camera moves closer" duration:5');
    await message.press("Enter");
    await announced;
    const bar = page.getByRole("progressbar");
    await bar.waitFor();
    expect(await bar.getAttribute("aria-valuenow")).toBe("20");
    expect(await articles.first().getByRole("img", { name: "otter.png" }).isVisible()).toBe(true);

    const ref = await stage.chat.post(HERE, { key: "job", again: false }, busy(0.2, ""));
    await stage.chat.edit(ref, busy(0.62, "about 18 s left"));
    await page.getByText("about 18 s left").waitFor();
    expect(await bar.getAttribute("aria-valuenow")).toBe("62");

    const video = await clip(stage);
    await stage.chat.edit(ref, done(video));
    const player = articles.locator("video");
    await player.waitFor();
    await soon(() => player.evaluate((one: Player) => one.videoWidth)).toBeGreaterThan(0);
    await player.evaluate((one: Player) => one.play());
    await soon(() => player.evaluate((one: Player) => one.currentTime)).toBeGreaterThan(0.2);

    // A later change of the card leaves the playing video alone.
    const before = await player.evaluate((one: Player) => one.currentTime);
    await stage.chat.edit(ref, { ...done(video), footer: "Changed while it plays" });
    await page.getByText("Changed while it plays").waitFor();
    expect(await player.evaluate((one: Player) => one.currentTime)).toBeGreaterThanOrEqual(before);
    expect(await articles.count()).toBe(2);
  });

  it("shows a private card to the one who asked alone, and acts as whom the switch says", async () => {
    const { page, message, articles, stage } = await open({
      act: async ({ actor }) => ({ tone: "info", audience: "member", title: `For ${actor.id} alone` }),
    });
    await message.fill("/credits");
    await message.press("Enter");
    await articles.getByText("For member alone").waitFor();
    await page.getByRole("group", { name: "Acting as" }).getByRole("radio", { name: "Admin" }).check();
    await articles.getByText("/credits").waitFor();
    expect(await articles.getByText("For member alone").count()).toBe(0);
    await message.fill("/credits");
    await message.press("Enter");
    await articles.getByText("For admin alone").waitFor();
    expect(stage.invocations.map(({ actor }) => actor.admin)).toEqual([false, true]);
    await page.reload();
    await articles.getByText("For admin alone").waitFor();
    expect(await page.getByRole("radio", { name: "Admin" }).isChecked()).toBe(true);
  });

  it("runs a button's line as if it had been typed, with the files that it was said with", async () => {
    const { page, message, articles, stage } = await open({
      act: async () => ({
        tone: "info",
        audience: "channel",
        title: "Again?",
        // As the house writes it again, which is not as it was typed.
        buttons: [{ label: "Once more", does: "run", line: 'animate prompt:"a \\"big\\" wave" duration:8s' }],
      }),
    });
    await page.locator("#picker").setInputFiles(picture("otter.png"));
    await message.fill('/animate a "big" wave 8s');
    await message.press("Enter");
    await page.getByRole("button", { name: "Once more" }).click();
    await soon(() => articles.count()).toBe(3);
    expect(stage.invocations.map(({ typed }) => "attachments" in typed && typed.attachments.length)).toEqual([1, 1]);
  });

  it("leaves markup in names, prompts and cards what it is: text", async () => {
    const { page, message, articles } = await open({
      act: async () => ({
        tone: "bad",
        audience: "channel",
        title: EVIL,
        text: EVIL,
        fields: [{ name: EVIL, value: EVIL }],
        progress: { fraction: 0.5, label: EVIL },
        buttons: [{ label: EVIL, does: "run", line: EVIL }],
        footer: EVIL,
      }),
      notice: EVIL,
    });
    await page
      .locator("#picker")
      .setInputFiles({ name: `${EVIL}.png`, mimeType: "image/png", buffer: Buffer.from("x") });
    await message.fill(`/video ${EVIL} quality:${EVIL}`);
    await message.press("Enter");
    await soon(() => articles.count()).toBe(2);
    await articles.getByRole("heading", { name: EVIL }).waitFor();
    expect(await page.locator("img[src='x']").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
  });

  it("keeps the reader's place when something new comes, and stays at the end when they are there", async () => {
    const { page, stage, log } = await open({ context: { viewport: { width: 900, height: 500 } } });
    for (let at = 0; at < 70; at++) {
      await stage.chat.post(
        HERE,
        { key: `k${at}`, again: false },
        { tone: "info", audience: "channel", title: `Card ${at}` },
      );
    }
    await log.getByText("Card 69").waitFor();
    const scroller = page.locator("#scroller");
    const fromEnd = () =>
      scroller.evaluate((one: Part) => Math.round(one.scrollHeight - one.scrollTop - one.clientHeight));
    await soon(fromEnd).toBeLessThan(5);
    await scroller.evaluate((one: Part) => one.scrollTo(0, 400));
    await soon(() => scroller.evaluate((one: Part) => one.scrollTop)).toBe(400);
    await stage.chat.post(
      HERE,
      { key: "new", again: false },
      { tone: "info", audience: "channel", title: "The newest" },
    );
    const jump = page.getByRole("button", { name: "Jump to the newest" });
    await jump.waitFor();
    expect(await scroller.evaluate((one: Part) => one.scrollTop)).toBe(400);
    await jump.click();
    await soon(fromEnd).toBeLessThan(5);
    await page.reload();
    await log.getByText("The newest").waitFor();
    expect(await log.getByText("Card 5", { exact: true }).count()).toBe(0);
    const earlier = page.getByRole("button", { name: "Show earlier messages" });
    await earlier.scrollIntoViewIfNeeded();
    const oldest = log.getByRole("article").filter({ hasText: "Card 11" });
    const place = (await oldest.boundingBox())?.y ?? Number.NaN;
    await earlier.click();
    await log.getByText("Card 5", { exact: true }).waitFor();
    const atFirst = async () => Math.abs(((await oldest.boundingBox())?.y ?? Number.NaN) - place);
    await soon(atFirst).toBeLessThan(80);
    await soon(() => log.getByRole("article").count()).toBe(71);
  });

  it("says when the connection is lost, and shows what it missed once Reelay is back", async () => {
    const { page, stage, message, articles } = await open();
    await message.fill("before");
    await message.press("Enter");
    await articles.getByText("before").waitFor();
    await stage.stop();
    await page.getByText("Reconnecting").waitFor();
    await message.fill("while it was away");
    await message.press("Enter");
    await page.getByText("Reelay can't be reached").waitFor();
    expect(await message.inputValue()).toBe("while it was away");
    const back = await openStage({ dataDir: stage.dataDir, port: stage.port });
    cleanups.push(() => back.stop());
    await back.chat.post(
      HERE,
      { key: "missed", again: false },
      { tone: "info", audience: "channel", title: "What was missed" },
    );
    await articles.getByText("What was missed").waitFor();
    await soon(() => page.getByText("Reconnecting").count()).toBe(0);
    await message.press("Enter");
    await articles.getByText("while it was away").waitFor();
    expect(await articles.count()).toBe(3);
  });

  it("follows the system's light and dark, and remembers another choice", async () => {
    const { page } = await open({ context: { colorScheme: "dark" } });
    const ground = () => page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");
    const dark = await ground();
    await page.getByRole("button", { name: "Switch between light and dark" }).click();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.reload();
    expect(await ground()).toBe(light);
  });

  it.each([
    { name: "desktop-light", viewport: { width: 1200, height: 860 }, colorScheme: "light" as const },
    { name: "desktop-dark", viewport: { width: 1200, height: 860 }, colorScheme: "dark" as const },
    { name: "phone", viewport: { width: 360, height: 740 }, colorScheme: "dark" as const },
  ])("fits a whole conversation on the screen without sideways scrolling: $name", async ({ name, ...context }) => {
    const { page, stage, message, articles } = await open({
      notice: "The sandbox answers: nothing is charged, and every video is a sample.",
      act: async ({ command, typed }) => (command === "video" ? refusal(`${command} ${typed.line ?? ""}`) : undefined),
      context,
    });
    await page.locator("#picker").setInputFiles(picture("otter.png"));
    await message.fill('/animate prompt:"gentle breeze, the camera moves closer" duration:5');
    await message.press("Enter");
    await articles.getByText("gentle breeze").waitFor();
    await stage.chat.post(HERE, { key: "done", again: false }, done(await clip(stage)));
    await soon(() => articles.locator("video").evaluate((one: Player) => one.readyState)).toBeGreaterThan(1);
    await message.fill(`/video ${"a".repeat(200)} duration:2`);
    await message.press("Enter");
    await articles.getByText("Only you can see this").waitFor();
    await stage.chat.post(HERE, { key: "busy", again: false }, busy(0.62, "about 18 s left"));
    await articles.getByRole("progressbar").waitFor();
    await message.fill("/animate a quiet lake duration:");
    await page.locator("#picker").setInputFiles(picture("last frame.png"));
    await page.getByRole("button", { name: "Remove last frame.png" }).waitFor();
    await soon(async () => {
      const card = await articles.last().boundingBox();
      const composer = await page.locator("#composer").boundingBox();
      return (composer?.y ?? 0) - ((card?.y ?? 0) + (card?.height ?? 0));
    }).toBeGreaterThanOrEqual(0);
    const overflow = await page.evaluate(TOO_WIDE);
    expect(overflow).toEqual([]);
  });
});
