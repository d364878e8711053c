import { OAuth2Scopes, PermissionFlagsBits } from "discord.js";

/** What posting a video needs: said before a job begins when one of them is missing. docs/discord.md says why each. */
export const TO_POST = {
  channel: [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages, PermissionFlagsBits.AttachFiles],
  thread: [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessagesInThreads, PermissionFlagsBits.AttachFiles],
  // Whoever can't join a voice or stage channel can't see its chat either.
  voice: [
    ...[PermissionFlagsBits.ViewChannel, PermissionFlagsBits.Connect],
    ...[PermissionFlagsBits.SendMessages, PermissionFlagsBits.AttachFiles],
  ],
} as const satisfies Record<string, readonly bigint[]>;

/** To find its own message again after a restart, and to reply to it. Without it, jobs go on all the same. */
const TO_FIND = [PermissionFlagsBits.ReadMessageHistory];

const SCOPES = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands];

/**
 * The address at which an admin of a server adds the bot, with the permissions that it needs and no other. Manage
 * Threads would open every private and every locked thread, but it is a moderator's: members who want a video there
 * let the bot in.
 */
export function inviteUrl(applicationId: string): string {
  const bits = [...Object.values(TO_POST).flat(), ...TO_FIND].reduce((all, bit) => all | bit, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: SCOPES.join(" "),
    permissions: String(bits),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
