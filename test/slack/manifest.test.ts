import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commands, messageCommands } from "../../commands/index.ts";
import { ManifestRefused, manifest } from "../../src/slack/manifest/manifest.ts";
import { problemsOf } from "../../src/slack/manifest/manifest-check.ts";
import { SCOPES } from "../../src/slack/manifest/scopes.ts";
import type { Manifest } from "../../src/slack/manifest/shape.ts";
import { inEnglish } from "../../src/text/render.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { LocalSlack } from "../support/slack/types.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The scopes of each method that is called: each one's page at docs.slack.dev/reference/methods. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "chat.delete": ["chat:write"],
  "chat.getPermalink": [],
  "conversations.info": ["channels:read", "groups:read", "im:read", "mpim:read"],
  "conversations.history": ["channels:history", "groups:history", "im:history"],
  "conversations.replies": ["channels:history", "groups:history", "im:history"],
  "conversations.join": ["channels:join"],
  "conversations.open": ["im:write"],
  "users.info": ["users:read"],
  "usergroups.list": ["usergroups:read"],
  "views.open": [],
  "views.update": [],
  "views.publish": [],
  "files.info": ["files:read"],
  "files.delete": ["files:write"],
  "files.getUploadURLExternal": ["files:write"],
  "files.completeUploadExternal": ["files:write"],
};

/** What isn't a call: slash commands and shortcuts, and files that are put into forms and read with the token. */
const FEATURES = ["commands", "files:read"];

/** Every method of the Web API that the adapter calls. */
function methodsCalled(): string[] {
  const sources = globSync("src/slack/**/*.ts", { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), "utf8"));
  const calls = sources.flatMap((text) => [
    ...text.matchAll(/\b(?:web|client)\s*\.((?:auth|chat|conversations|users|usergroups|views|files)\.\w+)\s*\(/g),
  ]);
  return [...new Set(calls.map(([, method = ""]) => method))].sort();
}

function unique(scopes: readonly string[]): string[] {
  return [...new Set(scopes)].sort();
}

/** The script as an operator runs it: what it printed, what it said is wrong, its exit code. */
function print(...args: string[]): { out: string; said: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, "scripts/slack-manifest.ts"), ...args], {
    encoding: "utf8",
  });
  return { out: stdout, said: stderr, code: status };
}

describe("the app's manifest", () => {
  it.each([undefined, "https://reelay.example"])("is what Slack takes, at %s", async (url) => {
    const made = manifest(commands, messageCommands, { url, also: ["video", "element"] });
    await using slack = await installed(made);
    expect(slack.violations).toEqual([]);
    expect(made.settings.socket_mode_enabled).toBe(url === undefined);
    expect(made.settings.event_subscriptions.request_url).toBe(url && `${url}/slack/events`);
  });

  it("has one command, which takes all others, and every action on a message", () => {
    const { slash_commands: slash, shortcuts } = manifest(commands, messageCommands).features;
    expect(slash.map(({ command }) => command)).toEqual(["/reelay"]);
    const messages = shortcuts.filter(({ type }) => type === "message").map(({ name }) => name);
    expect(messages).toEqual(expect.arrayContaining(messageCommands.map(({ name }) => inEnglish(name))));
  });

  it("has more commands for who wants them, subcommands as one", () => {
    const { slash_commands: slash } = manifest(commands, messageCommands, { also: ["element", "video"] }).features;
    expect(slash.map(({ command }) => command)).toEqual(["/reelay", "/video", "/element"]);
    expect(slash.at(-1)?.usage_hint).toContain("create | list");
  });

  it.each([
    [["join"], ["Slack keeps /join for itself, and would refuse the whole manifest for it."]],
    [["help", "video"], ["Slack keeps /help for itself, and would refuse the whole manifest for it."]],
    [["juggle"], [expect.stringMatching(/^Reelay has no command “juggle”\. It has video, .*admin\.$/)]],
    [["Vi deo"], [expect.stringContaining("/Vi deo is not a name for a slash command")]],
  ])("is not made with %j, and says why", (also, problems) => {
    const make = () => manifest(commands, messageCommands, { also });
    expect(make).toThrow(ManifestRefused);
    expect(make).toThrow(expect.objectContaining({ problems }));
  });

  it("is judged by each of Slack's limits", () => {
    const made = manifest(commands, messageCommands);
    const [command] = made.features.slash_commands;
    const [shortcut] = made.features.shortcuts;
    if (!command || !shortcut) throw new Error("there is none");
    const judged = (features: Partial<Manifest["features"]>) =>
      problemsOf({ ...made, features: { ...made.features, ...features } });
    const commandWith = (more: Partial<typeof command>) => judged({ slash_commands: [{ ...command, ...more }] });
    const shortcutWith = (more: Partial<typeof shortcut>) => judged({ shortcuts: [{ ...shortcut, ...more }] });
    expect(problemsOf(made)).toEqual([]);
    expect(commandWith({ command: `/${"x".repeat(32)}` })).toEqual([
      "The slash command has 33 characters; Slack takes 32.",
    ]);
    expect(commandWith({ description: "x".repeat(2_001) })).toEqual([expect.stringContaining("Slack takes 2000.")]);
    expect(commandWith({ usage_hint: "x".repeat(1_001) })).toEqual([expect.stringContaining("Slack takes 1000.")]);
    expect(commandWith({ url: "http://reelay.example" })).toEqual([expect.stringContaining("https://")]);
    expect(commandWith({ command: "/status" })).toEqual([expect.stringContaining("for itself")]);
    expect(judged({ slash_commands: [command, command] })).toEqual(["The slash command /reelay is there twice."]);
    const many = Array.from({ length: 51 }, (_, index) => ({ ...command, command: `/reelay-${index}` }));
    expect(judged({ slash_commands: many })).toEqual(["There are 51 slash commands; Slack takes 50."]);
    expect(shortcutWith({ name: "x".repeat(25) })).toEqual([expect.stringContaining("Slack takes 24.")]);
    expect(shortcutWith({ name: "" })).toEqual([expect.stringContaining("is empty.")]);
    expect(shortcutWith({ callback_id: "x".repeat(256) })).toEqual([expect.stringContaining("Slack takes 255.")]);
    expect(shortcutWith({ description: "x".repeat(151) })).toEqual([expect.stringContaining("Slack takes 150.")]);
    const eleven = Array.from({ length: 11 }, (_, index) => ({ ...shortcut, callback_id: `shortcut-${index}` }));
    expect(judged({ shortcuts: eleven })).toEqual(["There are 11 shortcuts; Slack takes 10."]);
    expect(judged({ shortcuts: [shortcut, shortcut] })).toEqual([expect.stringContaining("is there twice.")]);
    const scopes = { bot: Array.from({ length: 256 }, (_, index) => `scope:${index}`) };
    expect(problemsOf({ ...made, oauth_config: { scopes } })).toEqual(["There are 256 scopes; Slack takes 255."]);
  });

  it("asks for the scopes that the calls need, and no others", () => {
    const methods = methodsCalled();
    expect(methods.length).toBeGreaterThan(12);
    const needed = methods.flatMap((method) => SCOPES_OF[method] ?? [`nobody knows the scopes of ${method}`]);
    const { bot } = manifest(commands, messageCommands).oauth_config.scopes;
    expect(unique(bot)).toEqual(unique([...needed, ...FEATURES]));
  });

  it("has each scope explained in docs/slack.md", () => {
    const text = readFileSync(join(ROOT, "docs/slack.md"), "utf8");
    for (const scope of Object.keys(SCOPES)) expect(text).toContain(`\`${scope}\``);
  });

  it("is printed alone, as JSON, as YAML, for an address, and with commands of their own", () => {
    expect(JSON.parse(print().out)).toEqual(manifest(commands, messageCommands));
    const url = "https://reelay.example";
    const asked = print("--yaml", "--url", url, "--commands", "video,animate");
    expect(parse(asked.out)).toEqual(manifest(commands, messageCommands, { url, also: ["video", "animate"] }));
    expect(asked).toMatchObject({ said: "", code: 0 });
  });

  it("is not printed with a name that Slack keeps, nor for a wrong address", () => {
    expect(print("--commands", "video,join")).toEqual({
      out: "",
      said: "Slack keeps /join for itself, and would refuse the whole manifest for it.\n",
      code: 1,
    });
    expect(print("--url", "http://reelay.example")).toMatchObject({ out: "", code: 1 });
  });
});

async function installed(made: Manifest): Promise<LocalSlack & AsyncDisposable> {
  const slack = await localSlack({ manifest: made });
  return Object.assign(slack, { [Symbol.asyncDispose]: () => slack.close() });
}
