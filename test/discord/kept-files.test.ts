import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import type { MessageRef } from "../../src/chat/contract/chat.ts";
import { startDiscord } from "../support/discord/discord.ts";
import { texts } from "../support/discord/types.ts";
import { busy, JOB, names, plays, Stage, VIDEO } from "./stage.ts";

const FIRST = { key: JOB, again: false };

let s: Stage;
beforeEach(async () => {
  s = new Stage(await startDiscord({ rate: false }));
});
afterEach(async () => {
  await s.close();
});

/** An announcement whose video is delivered. */
async function delivered(): Promise<{ ref: MessageRef; card: Card; file: string | undefined }> {
  const ref = await s.chat().post(s.place(), FIRST, busy(0));
  const card = s.done();
  await s.chat().edit(ref, card);
  return { ref, card, file: s.only().attachments[0]?.id };
}

/** The card of a job whose video Reelay has let go of. */
const letGo = ({ video: _, ...card }: Card): Card => ({
  ...card,
  text: "Reelay no longer keeps this video.",
  stays: VIDEO,
});

/** How many files have been sent to Discord so far. */
const uploads = () => s.discord.requests.filter(({ files }) => files > 0).length;

describe("a delivered card in Discord", () => {
  it("is edited five times, by another process each time, and uploads nothing", async () => {
    const { ref, card, file } = await delivered();
    expect(uploads()).toBe(1);
    for (const what of ["shared", "pinned", "not pinned", "not shared", "told again after a crash"]) {
      await s.chat().edit(ref, { ...card, text: what });
      expect(texts(s.only())).toContain(what);
    }
    expect(uploads()).toBe(1);
    expect(s.only().attachments.map(({ id }) => id)).toEqual([file]);
    expect(plays(s.only())).toEqual([`attachment://${VIDEO}`]);
    expect(s.discord.violations).toEqual([]);
  });

  it("needs no file of ours for that", async () => {
    const { ref, card, file } = await delivered();
    s.letGo();
    await s.chat().edit(ref, { ...card, text: "shared" });
    expect(texts(s.only())).toContain("shared");
    expect(s.only().attachments.map(({ id }) => id)).toEqual([file]);
  });

  it("keeps Discord's copy when Reelay lets go of the video, however often it is edited then", async () => {
    const { ref, card, file } = await delivered();
    s.letGo();
    for (const times of [1, 2, 3, 4, 5]) {
      await s.chat().edit(ref, { ...letGo(card), title: `Edit ${times}` });
      expect(texts(s.only())).toContain(`Edit ${times}`);
    }
    expect(uploads()).toBe(1);
    expect(s.only().attachments.map(({ id }) => id)).toEqual([file]);
    expect(plays(s.only())).toEqual([`attachment://${VIDEO}`]);
    const { bytes = new Uint8Array() } = s.only().attachments[0] ?? {};
    expect(bytes).toHaveLength(1_000);
  });

  it("is shown without a video once it was let go where there never was a copy", async () => {
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    await s.chat().edit(ref, letGo(s.done()));
    expect(texts(s.only())).toContain("no longer keeps");
    expect(names(s.only())).toEqual([]);
  });

  it("stays as it is when it was let go and the bot may not look what is in it: the copy would be lost", async () => {
    const { ref, card, file } = await delivered();
    s.discord.deny(s.channel, "ReadMessageHistory");
    await s.chat().edit(ref, letGo(card));
    expect(s.only().attachments.map(({ id }) => id)).toEqual([file]);
    expect(texts(s.only())).not.toContain("no longer keeps");
  });

  it("is uploaded anew where Discord doesn't take the file that is there", async () => {
    const { ref, card, file } = await delivered();
    s.discord.fail({ method: "PATCH", path: /messages/, answer: { status: 400, code: 50035 } });
    await s.chat().edit(ref, { ...card, text: "shared" });
    expect(texts(s.only())).toContain("shared");
    expect(names(s.only())).toEqual([VIDEO]);
    expect(s.only().attachments[0]?.id).not.toBe(file);
    expect(uploads()).toBe(2);
  });

  it("stays as it is when it was let go and Discord doesn't take the file that is there", async () => {
    const { ref, card, file } = await delivered();
    s.discord.fail({ method: "PATCH", path: /messages/, answer: { status: 400, code: 50035 } });
    await s.chat().edit(ref, letGo(card));
    expect(s.only().attachments.map(({ id }) => id)).toEqual([file]);
    expect(s.logged.filter((line) => line.includes("left as it is"))).toHaveLength(1);
  });
});
