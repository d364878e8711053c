import { expect, it } from "vitest";
import { viewOf } from "../../src/generations/show/view-of.ts";
import { ada, credits, root, stage } from "../policy/stage.ts";

const LINE = "video a boat duration:5";

it("keeps with a job the language in which its member asked", async () => {
  await using s = await stage("sqlite");
  await s.say(ada, LINE, { locale: "pt-BR" });
  const [job] = await s.jobs();
  expect(job).toMatchObject({ locale: "pt-BR" });
  expect(job && (await viewOf(s.deps, job))).toMatchObject({ locale: "pt-BR" });
});

it("keeps it while the request waits for an admin, who reads another", async () => {
  await using s = await stage("sqlite");
  await s.rules({ approveAbove: credits(20) });
  const card = await s.ask(ada, LINE, { locale: "de" });
  await s.ask(root, card.buttons?.[0]?.line ?? "", { locale: "fr" });
  expect(await s.jobs()).toMatchObject([{ member: "ada", locale: "de" }]);
});

it("tells in English a job of before, and one of a chat that tells no language", async () => {
  await using s = await stage("sqlite");
  await s.begin(ada);
  const [job] = await s.jobs();
  expect(job).toMatchObject({ locale: null });
  expect(job && (await viewOf(s.deps, job))).toMatchObject({ locale: "en" });
});
