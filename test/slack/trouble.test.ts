import { expect, it } from "vitest";
import { createCall } from "../../src/slack/api/calls.ts";
import { ScopeMissing, TokenRefused } from "../../src/slack/api/trouble.ts";
import { openIncoming, wordsOf } from "./incoming.ts";
import { slackStage } from "./stage.ts";

it.each(["account_inactive", "invalid_auth", "token_revoked"] as const)(
  "knows a token that Slack takes no more, by %s",
  async (code) => {
    await using stage = await slackStage();
    const { slack, client, clock, log, ada } = stage;
    const call = createCall({ clock, log });
    slack.revoke(code);
    const asked = call("users.info", "repeat", () => client.users.info({ user: ada.id }));
    await expect(asked).rejects.toBeInstanceOf(TokenRefused);
    await expect(asked).rejects.toMatchObject({ code, method: "users.info", how: "refused" });
    expect(stage.callsOf("users.info")).toHaveLength(1);
  },
);

it("knows which scope the app lacks", async () => {
  await using stage = await slackStage({ scopes: [] });
  const { client, clock, log, ada, slack } = stage;
  const asked = createCall({ clock, log })("users.info", "repeat", () => client.users.info({ user: ada.id }));
  await expect(asked).rejects.toBeInstanceOf(ScopeMissing);
  await expect(asked).rejects.toMatchObject({ needed: "users:read", message: "users.info: missing_scope users:read" });
  expect(slack.violations).toEqual(["users.info without users:read"]);
});

it("says to a member that the operator has to give a right, before anything is begun", async () => {
  const stage = await openIncoming({ slack: { scopes: ["commands", "chat:write"] } });
  const { slack } = stage;
  const ada = slack.member();
  const channel = slack.channel({ members: [ada.id] });
  const act = slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: "video a boat" });
  const shown = await slack.until(() => act.ephemerals()[0], "the answer");
  expect(wordsOf(shown.blocks)).toMatch(/missing a permission.*whoever runs Reelay.*reference [0-9a-f]{8}/);
  expect(wordsOf(shown.blocks)).not.toContain("our side");
  expect(stage.invocations).toEqual([]);
  await stage.close();
});
