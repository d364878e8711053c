import { expect, it } from "vitest";
import { createReach } from "../../src/slack/api/reach.ts";
import { slackStage } from "./stage.ts";

it("joins a public channel, once, and is where it was invited", async () => {
  await using stage = await slackStage();
  const { slack } = stage;
  const reach = createReach(stage);
  const open = slack.channel({ name: "open", bot: false });
  const invited = slack.channel({ private: true });
  const alone = slack.dm(stage.ada.id);
  for (const { id } of [open, open, invited, alone]) expect(await reach(id)).toBeUndefined();
  expect(open.members.has(slack.team.botUser)).toBe(true);
  expect(stage.callsOf("conversations.info")).toHaveLength(3);
});

it("says that it is not invited where it can't join, and looks again once it may be", async () => {
  await using stage = await slackStage();
  const { slack } = stage;
  const reach = createReach(stage);
  const hidden = slack.channel({ private: true, bot: false });
  expect(await reach(hidden.id)).toBe("not invited");
  expect(await reach(slack.channel({ bot: false, archived: true }).id)).toBe("not invited");
  hidden.members.add(slack.team.botUser);
  expect(await reach(hidden.id)).toBeUndefined();
});

it("is in a group message that it was begun with, and in no other conversation of members", async () => {
  await using stage = await slackStage();
  const { slack, ada } = stage;
  const [ben, cy] = [slack.member({ name: "ben" }).id, slack.member({ name: "cy" }).id];
  const reach = createReach(stage);
  expect(await reach(slack.conversation({ members: [ada.id, ben], bot: true }).id)).toBeUndefined();
  expect(await reach(slack.conversation({ members: [ada.id, ben, cy] }).id)).toBe("not invited");
  expect(await reach(slack.conversation({ members: [ada.id, ben] }).id)).toBe("not invited");
});

it("says that it is not invited where it may not join by itself", async () => {
  await using stage = await slackStage({ scopes: ["channels:read"] });
  expect(await createReach(stage)(stage.slack.channel({ bot: false }).id)).toBe("not invited");
});

it("doesn't take Slack's own fault for a no", async () => {
  await using stage = await slackStage();
  const reach = createReach(stage);
  stage.slack.fail({ method: "conversations.info", status: 503 });
  expect(await reach(stage.channel.id)).toBeUndefined();
  stage.slack.fail({ method: "conversations.info", status: 503, times: 9 });
  await expect(reach(stage.slack.channel().id)).rejects.toMatchObject({ how: "lost" });
});
