import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { createLog } from "../../src/base/log.ts";
import type { Services } from "../../src/chat/command/services.ts";
import { createDispatch } from "../../src/chat/serve/dispatch.ts";

/** Each call of a service is remembered, and fails. */
function stage() {
  const called: string[] = [];
  const service = (of: string) =>
    new Proxy(
      {},
      { get: (_, name) => async () => Promise.reject(new Error(called.push(`${of}.${String(name)}`) + of)) },
    );
  const services = new Proxy({} as Omit<Services, "commands">, {
    ownKeys: () => ["generations", "credits", "preferences", "privacy", "policy", "shares"],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: (_, name) => service(String(name)),
  });
  const dispatch = createDispatch({
    ...{ commands, services: () => services, owed: async () => [], log: createLog("silent") },
  });
  const type = async (line: string) => {
    const [command = "", rest = ""] = line.split(/ (.*)/);
    const [card] = await dispatch.run({
      ...{ sourceId: "s", command, typed: { line: rest }, locale: "en" },
      actor: { id: "ada", name: "Ada", admin: true, roles: [] },
      place: { platform: "playground", workspace: "w", channel: "general" },
    });
    return card?.text ?? "";
  };
  return { called, type };
}

const pairsOf = <T>(list: readonly T[]) => list.flatMap((a, at) => list.slice(at + 1).map((b) => [a, b] as const));

const ofJobs = ["cancel:g_a", "again:g_b", "models:g_c", "show:g_d", "pin:g_e", "unpin:g_f", "delete:g_g"];
const ofSettings = ["model:turbo", "quality:1080p", "aspect:9:16", "duration:8", "sound:yes", "ask_above:5"];

const lines: readonly string[] = [
  ...pairsOf(ofJobs).map(([a, b]) => `jobs ${a} ${b}`),
  ...[...ofSettings, "usual:model", "reset:yes"].flatMap((one) => [
    `settings data:export ${one}`,
    `settings data:forget sure:yes ${one}`,
  ]),
  ...["prompt:yes", "prompt:no"].map((one) => `share job:g_a end:yes ${one}`),
  "join thread:yes g_0123456789abcdefghj g_0123456789abcdefghk",
  "admin admins add:@ada remove:@bo",
  ...pairsOf(["add:#a", "remove:#b", "all:yes"]).map(([a, b]) => `admin channels ${a} ${b}`),
];

describe("a command that was asked for two things at once", () => {
  it.each(lines)("%s: says so, and does neither", async (line) => {
    const { called, type } = stage();
    expect(await type(line)).toMatch(/^Pick one thing at a time: [a-z_]+ or [a-z_]+\.\n\nNothing was charged\.$/);
    expect(called).toEqual([]);
  });

  it.each([
    ["jobs pin:g_a quality:1080p", "quality goes with again."],
    ["jobs model:turbo", "model goes with again."],
    ["settings sure:yes", "sure goes with data."],
    ["credits give @bo 20 amount:5", "Keep one of the two amounts"],
  ])("%s: says what is wrong with it", async (line, sentence) => {
    const { called, type } = stage();
    expect(await type(line)).toContain(sentence);
    expect(called).toEqual([]);
  });

  it.each([
    "jobs again:g_a quality:1080p model:turbo",
    "share job:g_a end:no prompt:yes",
    "admin channels add:#a all:no",
  ])("%s: does what was asked for", async (line) => {
    const { called, type } = stage();
    await type(line);
    expect(called).toHaveLength(1);
  });
});
