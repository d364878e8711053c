import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CardFile } from "../../src/chat/contract/card.ts";
import { texts } from "../support/slack/looks.ts";
import { card, slackStage } from "./stage.ts";

type Stage = Awaited<ReturnType<typeof slackStage>>;

const file = ({ pathOf }: Stage, name: string, type: string): CardFile => {
  const bytes = Buffer.from(`what is in ${name}`);
  const hash = createHash("sha256").update(bytes).digest("hex");
  writeFileSync(pathOf(hash), bytes);
  return { hash, name, type, bytes: bytes.length, alt: `What ${name} shows` };
};
const usage = (stage: Stage) =>
  card("Usage", {
    tone: "info",
    audience: "member",
    files: [file(stage, "usage.png", "image/png"), file(stage, "usage.csv", "text/csv")],
  });
/** The files that the member can open in their conversation with the bot, by the message that has them or links to them. */
const filesIn = ({ slack, ada }: Stage) =>
  slack.messages(slack.dm(ada.id).id).map((message) => slack.seen(message, ada.id).map(({ name }) => name));

describe("a card with files in Slack", () => {
  it("goes to the member alone, and all its files in one message after it, described for who can't see them", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, ada } = stage;
    await chat.direct?.(place, ada.id, { key: stage.key(), again: false }, usage(stage));
    expect(filesIn(stage)).toEqual([
      ["usage.png", "usage.csv"],
      ["usage.png", "usage.csv"],
    ]);
    const [, message] = slack.messages(slack.dm(ada.id).id);
    expect(message?.text).toBe("Here are the files.\nusage.png: What usage.png shows\nusage.csv: What usage.csv shows");
    expect(stage.callsOf("files.completeUploadExternal").map(({ args }) => args.channel_id)).toEqual([
      slack.dm(ada.id).id,
    ]);
    expect(slack.messages(stage.channel.id)).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it("has them once, whichever answer is lost, and in whichever process it goes on", async () => {
    for (const method of ["chat.postMessage", "files.getUploadURLExternal", "files.completeUploadExternal"]) {
      await using stage = await slackStage();
      const { slack, chat, place, ada } = stage;
      slack.fail({ method, status: "lose" });
      const key = stage.key();
      await chat.direct?.(place, ada.id, { key, again: false }, usage(stage));
      await stage.begin().direct?.(place, ada.id, { key, again: true }, usage(stage));
      expect(filesIn(stage), method).toEqual([
        ["usage.png", "usage.csv"],
        ["usage.png", "usage.csv"],
      ]);
    }
  });

  it("says so where Slack takes no files at all, where it has no room, and where they never show", async () => {
    const words = {
      disabled: /don't have permission to attach|may not attach files/,
      full: /file storage is full/,
      unseen: /haven't appeared here/,
    };
    for (const why of ["disabled", "full", "unseen"] as const) {
      await using stage = await slackStage();
      const { slack, chat, place, ada } = stage;
      if (why === "disabled") slack.fail({ method: "files.completeUploadExternal", error: "file_uploads_disabled" });
      slack.team.storageFull = why === "full";
      slack.dropShares(why === "unseen" ? 1 : 0);
      await chat.direct?.(place, ada.id, { key: stage.key(), again: false }, usage(stage));
      const [message, ...others] = slack.messages(slack.dm(ada.id).id);
      expect(others).toEqual([]);
      expect(message && texts(message).join("\n")).toMatch(words[why]);
    }
  });
});

describe("somebody in Slack", () => {
  it("is a member of the workspace, a bot, or nobody: one who left, of elsewhere, or of no such id", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, ada } = stage;
    const find = (id: string) => chat.person?.(place, id);
    expect(await find(ada.id)).toEqual({ id: ada.id, name: "ada", bot: false });
    expect(await find(slack.team.botUser)).toMatchObject({ bot: true });
    const gone = slack.member({ name: "gone" });
    gone.deactivated = true;
    expect(await find(gone.id)).toBeUndefined();
    expect(await find(slack.member({ name: "eve", team: slack.addTeam() }).id)).toBeUndefined();
    for (const id of ["U0NOBODY", "ada", "<@U1>", ""]) expect(await find(id)).toBeUndefined();
  });

  it("is asked for once in a while, and an answer that doesn't come is no nobody", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, ada } = stage;
    slack.fail({ method: "users.info", error: "invalid_auth" });
    await expect(chat.person?.(place, ada.id)).rejects.toThrow("invalid_auth");
    for (let times = 0; times < 3; times++) expect(await chat.person?.(place, ada.id)).toMatchObject({ name: "ada" });
    expect(stage.callsOf("users.info")).toHaveLength(2);
  });
});
