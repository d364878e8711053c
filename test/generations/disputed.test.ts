import { expect, it } from "vitest";
import { stage } from "./stage.ts";

const WARN = 40;
const TURBO = "kling-v3-turbo-text-to-video";
const SHOTS = "shot 1, 3, a door; shot 2, 2, a hand;";

it.each<[string, string, Parameters<Awaited<ReturnType<typeof stage>>["fault"]>[0], readonly string[][]]>([
  ["refuses a request", SHOTS, { on: "create", kind: "http", status: 400 }, [["shots-in-prompt"]]],
  [
    "fails a task for its parameters",
    SHOTS,
    { on: "create", kind: "task_failed", code: "invalid_parameters" },
    [["shots-in-prompt"]],
  ],
  ["fails a task for itself", SHOTS, { on: "create", kind: "task_failed", code: "service_error" }, []],
  ["has no money for it", SHOTS, { on: "create", kind: "http", status: 402 }, []],
  ["refuses what no document differs on", "a door", { on: "create", kind: "http", status: 400 }, []],
])("the log names the point in dispute when the gateway %s, and only then: %s", async (_, prompt, fault, points) => {
  await using s = await stage("sqlite");
  await s.fault(fault);
  s.worker().start();
  const id = await s.requestOf("ada", TURBO, { prompt });
  s.wake();
  expect(await s.ends(id)).toMatchObject([{ state: "failed" }]);
  const named = s.logged(id, WARN).filter(({ disputed }) => disputed !== undefined);
  expect(named.map(({ disputed }) => disputed)).toEqual(points);
  for (const line of named) expect(line).toMatchObject({ model: TURBO, code: expect.any(String) });
  await s.check();
});
