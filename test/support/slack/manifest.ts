import { z } from "zod";

/**
 * Names that Slack keeps for itself: one of them, and it refuses the whole manifest with “the slash command has an invalid
 * name” (slack-manifest-reserved).
 */
const RESERVED = new Set(
  (
    "active apps archive away call collapse dm dnd expand feed feedback help huddle invite join keys kick leave me msg " +
    "mute open part prefs pro remind remove rename search shortcuts shrug star status topic unarchive who"
  )
    .split(" ")
    .map((name) => `/${name}`),
);

const https = z.url({ protocol: /^https$/ });

/** What Slack's page on manifests requires and limits (slack-manifest-limits). */
const Manifest = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
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
          command: z
            .string()
            .regex(/^\/[a-z0-9][a-z0-9-]{0,30}$/)
            .refine((name) => !RESERVED.has(name), "the slash command has an invalid name"),
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
      is_enabled: z.boolean(),
      request_url: https.optional(),
      message_menu_options_url: https.optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

/** An app as it is installed by its manifest. */
export interface Installed {
  scopes: readonly string[];
  /** With their slashes. */
  commands: ReadonlySet<string>;
  /** By their callback ids. */
  shortcuts: ReadonlySet<string>;
}

/** Installs an app by its manifest. Throws ZodError with what Slack would say, and then nothing of it is taken. */
export function install(manifest: unknown): Installed {
  const { features, oauth_config: oauth } = Manifest.parse(manifest);
  return {
    scopes: oauth.scopes.bot,
    commands: new Set(features.slash_commands.map(({ command }) => command)),
    shortcuts: new Set(features.shortcuts.map(({ callback_id: id }) => id)),
  };
}
