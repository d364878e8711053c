import { expect, it } from "vitest";
import { modelOf } from "../models/ask.ts";
import { ada, root, stage } from "./stage.ts";

const WORDS = { prompt: "a boat" };
const KLING_3 = "kling-v3-text-to-video";
const TURBO = "kling-v3-turbo-text-to-video";

const address = () => "https://files.example/none";

it("an admin puts a watermark on videos whose member says nothing, on the models that have one", async () => {
  await using s = await stage("sqlite", { allowance: 1_000 });
  const { generations } = s.services(ada);
  const sent = async () =>
    (await s.jobs()).map(({ model, input }) => modelOf(model).toWire(JSON.parse(input), address).model_params);

  await s.begin(ada);
  const [before] = await s.jobs();
  const changed = await s.ask(root, "admin limit watermark:yes");
  expect(changed).toMatchObject({ title: "The rules have changed" });
  expect(changed.text).toContain("Videos get a watermark, unless a member says watermark:no.");
  await s.begin(ada);
  await s.services(ada).generations.request(KLING_3, { ...WORDS, watermark: false });
  await s.services(ada).generations.request(TURBO, WORDS);
  // What was asked for before the rule is asked for again under it.
  await generations.again(before?.id ?? "", {});
  expect(await sent()).toEqual([
    { watermark_info: { enabled: false } },
    { watermark_info: { enabled: true } },
    { watermark_info: { enabled: false } },
    undefined,
    { watermark_info: { enabled: true } },
  ]);

  await s.ask(root, "admin limit watermark:no");
  await s.begin(ada);
  expect((await sent()).at(-1)).toEqual({ watermark_info: { enabled: false } });
  const audit = await s.services(root).policy.audit();
  expect(audit.map(({ what }) => JSON.stringify(what))).toEqual([
    expect.stringContaining("noWatermark"),
    expect.stringContaining("watermark"),
  ]);
  await s.check();
});

it("a price that was shown is begun with the watermark that it was shown with", async () => {
  await using s = await stage("sqlite", { allowance: 1_000 });
  await s.rules({ watermark: true, askAbove: 0 as never });
  const { generations } = s.services(ada);
  const asked = await generations.request(KLING_3, WORDS);
  if (asked?.is !== "priced") expect.fail("It was not asked about");
  expect(JSON.stringify(asked.details)).toContain("watermark");
  await generations.confirm(asked.token);
  const [job] = await s.jobs();
  expect(JSON.parse(job?.input ?? "{}")).toMatchObject({ watermark: true });
});
