import { expect, it } from "vitest";
import { createCall } from "../../src/slack/api/calls.ts";
import { createProfiles } from "../../src/slack/api/profiles.ts";
import { slackStage } from "./stage.ts";

const OURS = "E0OURS";
const THEIRS = "E0THEIRS";

/** A workspace of an organisation, or of none, and what is known of people there. */
async function people(enterprise?: string) {
  const stage = await slackStage(enterprise === undefined ? {} : { enterprise });
  const { slack, client, clock, log } = stage;
  const found = createProfiles({ web: client, call: createCall({ clock, log }), clock, log });
  const find = ({ id }: { id: string }) => found.find(slack.team.id, id);
  return { slack, find, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

it("works for members, guests of the workspace among them", async () => {
  await using stage = await people();
  const ada = stage.slack.member({ name: "ada", owner: true });
  expect(await stage.find(ada)).toEqual({
    actor: { id: ada.id, name: "ada", admin: true, roles: [] },
    locale: "en-US",
  });
  expect((await stage.find(stage.slack.member({ name: "guest", guest: true }))).refused).toBeUndefined();
});

it("works for colleagues of another workspace of the same organisation", async () => {
  await using stage = await people(OURS);
  const { slack } = stage;
  const colleague = slack.member({ name: "ben", team: slack.addTeam("quay", OURS) });
  expect((await stage.find(colleague)).refused).toBeUndefined();
});

it.each([
  ["an organisation, from another one", OURS, THEIRS],
  ["an organisation, from a workspace of none", OURS, undefined],
  ["no organisation, from one", undefined, THEIRS],
  ["no organisation, from another workspace", undefined, undefined],
])("takes who shares a channel with %s, for a stranger", async (_, ours, theirs) => {
  await using stage = await people(ours);
  const { slack } = stage;
  const eve = slack.member({ name: "eve", team: slack.addTeam("lighthouse", theirs), admin: true });
  slack.channel({ members: [eve.id] });
  expect(await stage.find(eve)).toMatchObject({ refused: "stranger", actor: { admin: false } });
});

it("takes whom Slack doesn't show for a stranger", async () => {
  await using stage = await people(OURS);
  const { slack } = stage;
  const eve = slack.member({ name: "eve", team: slack.addTeam("lighthouse", THEIRS) });
  expect(await stage.find(eve)).toEqual({
    actor: { id: eve.id, name: eve.id, admin: false, roles: [] },
    locale: "en",
    refused: "stranger",
  });
});
