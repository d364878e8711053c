import { performance } from "node:perf_hooks";
import { expect, onTestFinished, test } from "vitest";
import { folder } from "../media/support.ts";
import { png, pngChunk } from "../support/pictures.ts";
import { spawnReelay } from "../support/reelay.ts";

/** Within so many milliseconds it answers, or on a machine that is busy by itself within several times its own usual. */
const HEALTHY_MS = 100;
const BUSY_TIMES = 5;
/** One answer in twenty may come at a bad moment of such a machine; what was mended here took seconds. */
const SLOWEST_MS = 1_000;
const HELP_MS = 1_000;

const SVG = Buffer.from(`${"<!---->".repeat(40)}x`);
const FILLED = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(40_000_000, 0xff)]);
const EMPTY = Buffer.alloc(40_000_000, pngChunk("paDd", Buffer.alloc(0)));
const CHUNKED = Buffer.concat([png(400, 400).subarray(0, 33), EMPTY]);

test("a member's worst files and words keep neither the process nor anybody else waiting", async () => {
  const reelay = await spawnReelay({ DATA_DIR: folder(), PORT: "0", LOG_LEVEL: "error" });
  onTestFinished(() => reelay.end("SIGKILL").then(() => undefined));
  const { address } = reelay;
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const healthz = () => timed(async () => expect((await fetch(`${address}/healthz`)).status).toBe(200));
  let sent = 0;
  const say = async (as: string, line: string, files: readonly string[] = []): Promise<string> => {
    const body = JSON.stringify({ as, line, files, nonce: `nonce-${++sent}-of-a-test` });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${address}/playground/messages`, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
    const answer = await fetch(`${address}/playground/files?name=${name}`, { method: "POST", body: bytes });
    return ((await answer.json()) as { id: string }).id;
  };
  const files = [
    await upload("a.png", SVG),
    await upload("b.jpg", new Uint8Array(FILLED)),
    await upload("c.png", new Uint8Array(CHUNKED)),
  ];
  await say("friend", "/help");
  const calm: number[] = [];
  for (let one = 0; one < 20; one++) calm.push(await healthz());

  const attacks = Promise.all([
    ...files.map((id) => say("member", "/animate waves", [id])),
    say("member", `/video @${"a".repeat(19_900)}`),
    say("member", `/video ${"@a ".repeat(6_000)}`),
    say("member", `/storyboard 1s:${" ".repeat(19_000)}\u2028x`),
  ]);
  let done = false;
  const refused = attacks.finally(() => {
    done = true;
  });
  const delays: number[] = [];
  const help = timed(() => say("friend", "/help"));
  while (!done) delays.push(await healthz());
  for (const answer of await refused) expect(answer).toContain("That didn't go through");
  const most = Math.max(HEALTHY_MS, BUSY_TIMES * Math.max(...calm));
  const sorted = delays.toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length * 0.95)] ?? 0).toBeLessThan(most);
  expect(sorted.at(-1) ?? 0).toBeLessThan(Math.max(SLOWEST_MS, 2 * most));
  expect(await help).toBeLessThan(Math.max(HELP_MS, 2 * most));
  expect(await reelay.end("SIGTERM")).toBe(0);
});
