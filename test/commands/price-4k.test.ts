import { afterAll, describe, expect, it } from "vitest";
import { openStage } from "./stage.ts";

describe("quality:4k, typed in the playground", () => {
  const stages: Awaited<ReturnType<typeof openStage>>[] = [];
  const open = async (env: Readonly<Record<string, string>> = {}) => {
    const stage = await openStage(env);
    stages.push(stage);
    return stage;
  };
  afterAll(() => Promise.all(stages.map((stage) => stage.close())));

  it("is made, held and charged at the operator's price, and stands in /help prices", async () => {
    const stage = await open({ PRICE_4K: "kling-v3-text-to-video:12/18, kling-o3-image-to-video:14" });
    for (const [line, files, price] of [
      ["/video a boat quality:4k", [], 600_000],
      ["/video a boat 4k 10s --sound", [], 1_800_000],
      ["/animate model:o3 gentle waves quality:4k sound:yes", ["first.png"], 700_000],
    ] as const) {
      const { job, hold, task } = await stage.ask({ line, files });
      expect(task.body).toMatchObject({ quality: "4k" });
      expect({ job: job.price, reserved: job.reserved, charged: task.units, held: hold.amount }).toEqual({
        job: price,
        reserved: price,
        charged: price,
        held: price,
      });
    }
    const { card } = await stage.type({ line: "/help prices" });
    expect(card?.text).toMatch(/Kling 3\.0 \(\/video\):.*4k 12.*4k with sound 18/);
    expect(card?.text).toMatch(/Kling O3 \(\/animate\):.*4k 14.*4k with sound 14/);
  });

  it.each([
    ["/video model:o3 a boat quality:4k", "Choose 720p or 1080p, or kling-3: no price is published for kling-o3 in 4k"],
    ["/video model:turbo a boat quality:4k", "Choose 720p or 1080p, or kling-3: kling-turbo makes no 4k."],
  ])("is refused where there is no price for it, by a sentence that says who has one: %s", async (line, sentence) => {
    const [stage = await open({ PRICE_4K: "kling-v3-text-to-video:12" })] = stages;
    const { card } = await stage.type({ line });
    expect(card?.text).toContain(sentence);
  });

  it("isn't there without a price, and nothing is held", async () => {
    const stage = await open();
    const { card } = await stage.type({ line: "/video a boat quality:4k" });
    expect(card?.text).toContain(
      "Choose 720p or 1080p: no price is published for kling-3 in 4k, and whoever runs Reelay has set none.",
    );
    expect(await stage.accepted()).toEqual([]);
  });
});
