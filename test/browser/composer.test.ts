import { describe, expect, it } from "vitest";
import { refusal } from "./cards.ts";
import { open, picture, soon, useBrowser } from "./visit.ts";

const DROP_AND_PASTE = `
  const holding = (name) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["not a picture"], name, { type: "image/png" }));
    return transfer;
  };
  const init = { bubbles: true, cancelable: true };
  const dropped = { ...init, dataTransfer: holding("dropped.png") };
  document.body.dispatchEvent(new DragEvent("dragover", dropped));
  document.body.dispatchEvent(new DragEvent("drop", dropped));
  const pasted = new ClipboardEvent("paste", { ...init, clipboardData: holding("pasted.png") });
  document.getElementById("message").dispatchEvent(pasted);
`;

useBrowser();

describe("the composer in a real browser", () => {
  it("completes commands, then options and their values, by keyboard alone", async () => {
    const { page, message, options, stage, articles } = await open();
    await message.pressSequentially("/");
    expect(await options.allInnerTexts()).toHaveLength(6);
    await message.press("ArrowDown");
    const active = await message.getAttribute("aria-activedescendant");
    expect(await page.locator(`#${active}`).innerText()).toContain("/animate");
    await message.press("Escape");
    expect(await options.count()).toBe(0);
    await message.pressSequentially("vi");
    await message.press("Enter");
    expect(await message.inputValue()).toBe("/video ");
    await message.pressSequentially("a boat qual");
    await message.press("Tab");
    expect(await message.inputValue()).toBe("/video a boat quality:");
    expect(await options.allInnerTexts()).toHaveLength(2);
    expect(await page.locator("#hints").innerText()).toContain("How sharp");
    await message.press("ArrowDown");
    await message.press("ArrowDown");
    await message.press("Enter");
    expect(await message.inputValue()).toBe("/video a boat quality:1080p ");
    await page.getByRole("button", { name: "duration" }).click();
    expect(await message.inputValue()).toBe("/video a boat quality:1080p duration:");
    expect(await page.locator("#hints").innerText()).toContain("3 to 15");
    await message.pressSequentially("8");
    expect(await page.getByRole("button", { name: "duration" }).count()).toBe(0);
    await message.press("Enter");
    await articles.first().waitFor();
    expect(stage.invocations.map(({ typed }) => typed.line)).toEqual(["a boat quality:1080p duration:8"]);
  });

  it("completes a command whose name is two words, and those for admins to admins alone", async () => {
    const { page, message, options, stage, articles } = await open();
    await message.pressSequentially("/admin");
    expect(await options.allInnerTexts()).toHaveLength(1);
    await page.getByRole("radio", { name: "Admin" }).check();
    await message.fill("/admin");
    expect(await options.allInnerTexts()).toHaveLength(2);
    await message.pressSequentially(" q");
    await message.press("Tab");
    expect(await message.inputValue()).toBe("/admin quota ");
    await message.fill("/admin grant somebody");
    expect(await page.locator("#hints").innerText()).toContain("To whom");
    await message.press("Enter");
    await articles.getByText("/admin grant").waitFor();
    expect(stage.invocations[0]).toMatchObject({ command: "admin", typed: { line: "grant somebody" } });
  });

  it("completes names of the cast, in a prompt after @ and as an option's value, and jobs", async () => {
    const { page, message, options, articles, stage } = await open();
    await message.fill("/animate wave at @a");
    await soon(() => options.allInnerTexts()).toEqual([
      expect.stringContaining("@Ada"),
      expect.stringContaining("@Adam"),
    ]);
    await message.press("Enter");
    expect(await message.inputValue()).toBe("/animate wave at @Ada ");
    await message.pressSequentially("element1:");
    await soon(() => options.count()).toBe(3);
    await message.pressSequentially("c");
    await soon(() => options.allInnerTexts()).toEqual([expect.stringContaining("@Cy")]);
    await message.press("Tab");
    expect(await message.inputValue()).toBe("/animate wave at @Ada element1:Cy ");
    await message.pressSequentially("voice:gen");
    await message.press("Tab");
    expect(await message.inputValue()).toBe('/animate wave at @Ada element1:Cy voice:"gentle woman" ');
    await message.fill("/animate like:g_0");
    await soon(() => options.allInnerTexts()).toEqual([expect.stringMatching(/g_0\w+[\s\S]*a paper boat, 5 s/)]);
    await message.press("Tab");
    expect(await message.inputValue()).toBe("/animate like:g_0abcdefghjkmnpqrstv ");
    await message.fill("/animate mail me@ad");
    expect(await options.count()).toBe(0);
    await message.fill("/element show ");
    await soon(() => options.count()).toBe(3);
    await message.pressSequentially("ada");
    await soon(() => options.count()).toBe(2);
    // A whole name is what was meant, though another one goes on from it.
    await message.press("Enter");
    await articles.getByText("/element show ada").waitFor();
    expect(stage.invocations[0]).toMatchObject({ command: "element", typed: { line: "show ada" } });
    expect(await page.locator("#problem").innerText()).toBe("");
  });

  it("completes the names of what is attached", async () => {
    const { page, message, options } = await open();
    await page.locator("#picker").setInputFiles([picture("otter.png"), picture("last frame.png")]);
    await message.fill("/animate the door of @s");
    await soon(() => options.allInnerTexts()).toEqual([expect.stringMatching(/@start\s+otter\.png/)]);
    await message.press("Tab");
    expect(await message.inputValue()).toBe("/animate the door of @start ");
    await message.pressSequentially("shuts at @e");
    await soon(() => options.allInnerTexts()).toEqual([expect.stringMatching(/@end\s+last frame\.png/)]);
  });

  it("knows the short ways to type a choice, and leaves the words of a sentence alone", async () => {
    const { page, message, articles } = await open();
    await message.fill("/animate the model is kling-turbo --turbo 1080p");
    expect(await page.locator("#hints").getByRole("button").allInnerTexts()).not.toContain("model");
    await message.press("Enter");
    await soon(() => articles.locator(".said-option").allInnerTexts()).toEqual(["--turbo", "1080p"]);
  });

  it("gives a video the place of a video, and offers the next of numbered options only", async () => {
    const { page, message } = await open();
    await page.locator("#picker").setInputFiles([
      { name: "dance.MOV", mimeType: "video/quicktime", buffer: Buffer.from("x") },
      { name: "otter.png", mimeType: "image/png", buffer: Buffer.from("x") },
      { name: "one too many.png", mimeType: "image/png", buffer: Buffer.from("x") },
    ]);
    await message.fill("/motion ");
    const tray = page.getByRole("list", { name: "Attached files" }).getByRole("listitem").locator(".tray-slot");
    expect(await tray.allInnerTexts()).toEqual(["video", "image", "no room"]);
    const offered = page.locator("#hints").getByRole("button");
    expect(await offered.allInnerTexts()).toEqual(["image", "video", "element1"]);
    await message.pressSequentially("element1:Cy ");
    expect(await offered.allInnerTexts()).toEqual(["image", "video", "element2"]);
    await message.fill("/motion image:https://example.org/a.png ");
    expect(await tray.allInnerTexts()).toEqual(["video", "no room", "no room"]);
  });

  it("never lets the completion swallow the Enter of a whole command", async () => {
    const { message, articles, stage } = await open();
    for (const line of ["/credits", "/video a sound quality:1080", "/video so", "/nonsense"]) {
      await message.pressSequentially(line);
      await message.press("Enter");
      await articles.filter({ hasText: line }).waitFor();
    }
    expect(stage.invocations.map(({ command }) => command)).toEqual(["credits", "video", "video", "nonsense"]);
  });

  it("attaches by picker, drop and paste, shows which option each is for, and removes", async () => {
    const { page, message, stage, articles } = await open();
    await message.fill("/animate ");
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Attach image", exact: true }).click(),
    ]);
    await chooser.setFiles(picture("otter.png"));
    const tray = page.getByRole("list", { name: "Attached files" }).getByRole("listitem");
    await soon(() => tray.allInnerTexts()).toEqual([expect.stringMatching(/otter\.png[\s\S]*image/)]);
    await page.evaluate(DROP_AND_PASTE);
    await soon(() => tray.count()).toBe(3);
    expect(await tray.nth(1).innerText()).toMatch(/dropped\.png[\s\S]*end_image/);
    await page.getByRole("button", { name: "Remove dropped.png" }).click();
    expect(await tray.nth(1).innerText()).toMatch(/pasted\.png[\s\S]*end_image/);
    await message.press("Enter");
    await articles.first().waitFor();
    await soon(() => stage.invocations.length).toBe(1);
    const typed = stage.invocations[0]?.typed;
    expect(typed && "attachments" in typed && typed.attachments.map(({ name }) => name)).toEqual([
      "otter.png",
      "pasted.png",
    ]);
  });

  it("gives the line and the files of a refused command back, also after a reload", async () => {
    const { page, message, stage, articles } = await open({
      act: async ({ command, typed }) => refusal(`${command} ${typed.line ?? ""}`),
    });
    await page.locator("#picker").setInputFiles(picture("otter.png"));
    await message.fill("/animate gentle breeze");
    await message.press("Enter");
    await articles.getByText("Only you can see this").waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Edit the command" }).click();
    expect(await message.inputValue()).toBe("/animate gentle breeze");
    await page.getByRole("button", { name: "Remove otter.png" }).waitFor();
    await message.press("Enter");
    await soon(() => stage.invocations.length).toBe(2);
    const again = stage.invocations[1]?.typed;
    expect(again && "attachments" in again && again.attachments.map(({ name }) => name)).toEqual(["otter.png"]);
  });

  it("recalls what was said by the arrows, and keeps Shift+Enter for a new line", async () => {
    const { message, articles } = await open();
    for (const line of ["first words", "second words"]) {
      await message.fill(line);
      await message.press("Enter");
      await articles.getByText(line).waitFor();
    }
    await message.press("ArrowUp");
    expect(await message.inputValue()).toBe("second words");
    await message.press("ArrowUp");
    expect(await message.inputValue()).toBe("first words");
    await message.press("ArrowDown");
    await message.press("ArrowDown");
    expect(await message.inputValue()).toBe("");
    await message.pressSequentially("one");
    await message.press("Shift+Enter");
    await message.pressSequentially("two");
    await message.press("Enter");
    await soon(() => articles.last().locator(".said").innerText()).toBe("one\ntwo");
  });
});
