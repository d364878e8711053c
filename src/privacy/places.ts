import type { Place } from "./member/place.ts";
import * as cast from "./places/cast.ts";
import * as chats from "./places/chats.ts";
import * as credits from "./places/credits.ts";
import * as jobs from "./places/jobs.ts";
import * as keys from "./places/keys.ts";
import * as others from "./places/others.ts";
import * as rules from "./places/rules.ts";

/**
 * Every place that keeps something of members, or could, in the order in which forgetting walks them: names in what
 * others have go before the rows by which these names are known. `docs/privacy.md` shows it.
 */
export const PLACES: readonly Place[] = [
  ...[credits.ledger, chats.saidOf, chats.exportsMade, rules.policies],
  ...[keys.kv, keys.drafts, keys.discordLines, keys.discordFiles, keys.discordFilesOf, keys.discordHome],
  ...[keys.discordLimits, keys.slackLines, keys.uploads],
  ...[rules.preferences, rules.admins, cast.elements, jobs.generations, jobs.shares, jobs.stills],
  ...[rules.approvals, rules.audit, chats.playground, chats.slackFiles],
  ...[credits.accounts, credits.pots, credits.holds, others.fileUses],
  ...[others.castRules, others.locks, others.durations, others.balanceReadings, others.accountWatch],
  ...[others.media, others.sandbox, chats.messages, chats.letters, others.gatewayFiles, others.gatewayTasks],
  ...[others.log, others.backups],
];
