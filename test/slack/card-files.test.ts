import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CardFile } from "../../src/chat/card.ts";
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
const namesIn = (stage: Stage, channel: string) =>
  stage.slack
    .messages(channel)
    .flatMap(({ files }) => files.filter(({ state }) => state === "ready").map(({ name }) => name));

describe("a card with files in Slack", () => {
  it("goes to the member alone with all of them, described for who can't see them", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, ada } = stage;
    await chat.direct?.(place, ada.id, { key: stage.key(), again: false }, usage(stage));
    const dm = slack.dm(ada.id);
    expect(slack.messages(dm.id)).toHaveLength(1);
    expect(namesIn(stage, dm.id)).toEqual(["usage.png", "usage.csv"]);
    expect(stage.callsOf("files.getUploadURLExternal").map(({ args }) => args.alt_txt)).toEqual([
      "What usage.png shows",
      "What usage.csv shows",
    ]);
    expect(slack.messages(stage.channel.id)).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it("has them in its thread where the workspace takes none into a message", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, ada } = stage;
    slack.fail({ method: "chat.update", error: "invalid_arguments", times: 10, when: (args) => "file_ids" in args });
    await chat.direct?.(place, ada.id, { key: stage.key(), again: false }, usage(stage));
    const [first, ...replies] = slack.messages(slack.dm(ada.id).id);
    expect(replies.map(({ threadTs }) => threadTs)).toEqual([first?.ts, first?.ts]);
    expect(namesIn(stage, slack.dm(ada.id).id)).toEqual(["usage.png", "usage.csv"]);
  });

  it("says so where Slack takes no files at all", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, ada } = stage;
    slack.fail({ method: "files.completeUploadExternal", error: "file_uploads_disabled", times: 10 });
    await chat.direct?.(place, ada.id, { key: stage.key(), again: false }, usage(stage));
    const [message] = slack.messages(slack.dm(ada.id).id);
    expect(message && texts(message).join("\n")).toMatch(/may not attach files/);
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
