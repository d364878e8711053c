import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { commands } from "../../commands/index.ts";
import { messageCommands } from "../../commands/messages.ts";
import { manifest, SCOPES } from "../../src/slack/manifest.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The scopes of each method that is called: each one's page at docs.slack.dev/reference/methods. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "chat.delete": ["chat:write"],
  "conversations.info": ["channels:read", "groups:read", "im:read"],
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

/** What Slack's page on manifests requires and limits: docs.slack.dev/reference/app-manifest. */
const https = z.url({ protocol: /^https$/ });
const Manifest = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(["message", "global"]),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z][a-z_-]{0,30}$/),
          url: https.optional(),
          description: z.string().min(1).max(2000),
          usage_hint: z.string().min(1).max(1000).optional(),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: https.optional(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({
      is_enabled: z.literal(true),
      request_url: https.optional(),
      message_menu_options_url: https.optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

/** Every method of the Web API that the adapter calls. */
function methodsCalled(): string[] {
  const sources = globSync("src/slack/*.ts", { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), "utf8"));
  const calls = sources.flatMap((text) => [
    ...text.matchAll(/\b(?:web|client)\s*\.((?:auth|chat|conversations|users|usergroups|views|files)\.\w+)\s*\(/g),
  ]);
  return [...new Set(calls.map(([, method = ""]) => method))].sort();
}

function unique(scopes: readonly string[]): string[] {
  return [...new Set(scopes)].sort();
}

describe("the app's manifest", () => {
  it.each([undefined, "https://reelay.example"])("is what Slack takes, at %s", (url) => {
    const made = manifest(commands, messageCommands, { url });
    expect(Manifest.parse(made)).toEqual(made);
    const names = made.features.slash_commands.map(({ command }) => command);
    expect(names).toEqual(unique(names).sort((a, b) => names.indexOf(a) - names.indexOf(b)));
    const actions = made.features.shortcuts.map(({ callback_id: id }) => id);
    expect(unique(actions)).toHaveLength(actions.length);
    expect(made.settings.socket_mode_enabled).toBe(url === undefined);
    expect(made.settings.event_subscriptions.request_url).toBe(url && `${url}/slack/events`);
  });

  it("has every command that is listed, and every action on a message", () => {
    const { slash_commands: slash, shortcuts } = manifest(commands, messageCommands).features;
    const listed = commands.filter(({ unlisted }) => !unlisted).map(({ name }) => `/${name.split(" ")[0]}`);
    expect(unique(slash.map(({ command }) => command))).toEqual(unique(["/reelay", ...listed]));
    expect(shortcuts.map(({ name }) => name)).toEqual(["New video", ...messageCommands.map(({ name }) => name)]);
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

  it("is printed as JSON, as YAML, and for an address", () => {
    const print = (...args: string[]) =>
      execFileSync(process.execPath, [join(ROOT, "scripts/slack-manifest.ts"), ...args], { encoding: "utf8" });
    expect(JSON.parse(print())).toEqual(manifest(commands, messageCommands));
    const url = "https://reelay.example";
    expect(parse(print("--yaml", "--url", url))).toEqual(manifest(commands, messageCommands, { url }));
  });
});
