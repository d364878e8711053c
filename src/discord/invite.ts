import { OAuth2Scopes, PermissionFlagsBits } from "discord.js";

/** What posting a video needs: said before a job begins when one of them is missing. docs/discord.md says why each. */
export const TO_POST = {
  channel: [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages, PermissionFlagsBits.AttachFiles],
  thread: [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessagesInThreads, PermissionFlagsBits.AttachFiles],
} as const;

/** To find its own message again after a restart, and to reply to it. Without it, jobs go on all the same. */
const TO_FIND = [PermissionFlagsBits.ReadMessageHistory];

const SCOPES = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands];

/** The address at which an admin of a server adds the bot, with the permissions that it needs and no other. */
export function inviteUrl(applicationId: string): string {
  const bits = [...TO_POST.channel, ...TO_POST.thread, ...TO_FIND].reduce((all, bit) => all | bit, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: SCOPES.join(" "),
    permissions: String(bits),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
