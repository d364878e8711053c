import { z } from "zod";
import { PERIODS, type Period } from "../credits/period.ts";
import type { Quota } from "../credits/quota.ts";
import { type Units, units } from "../credits/units.ts";
import { ALL_QUALITIES } from "../models/parts/parts.ts";
import type { Quality } from "../models/parts/prices.ts";

const amount = z.int().min(0).transform(units);
const names = z.array(z.string()).readonly();

/** What some members may do, as far as it was said. */
const limits = z.object({
  allowance: amount.exactOptional(),
  models: names.exactOptional(),
  qualities: z.array(z.enum(ALL_QUALITIES)).readonly().exactOptional(),
  seconds: z.int().min(1).exactOptional(),
});

/** What admins have decided, as it is stored; what is absent is as the environment says, or without a limit. */
export const rules = z.object({
  ...limits.shape,
  period: z.enum(PERIODS).exactOptional(),
  timeZone: z.string().exactOptional(),
  /** By the platform's id of the role or group. */
  roles: z.record(z.string(), limits).exactOptional(),
  /** Members whose allowance is their own, whatever their roles. */
  members: z.record(z.string(), z.object({ allowance: amount })).exactOptional(),
  /** Members who are admins here though the chat doesn't say so. */
  admins: names.exactOptional(),
  budget: amount.exactOptional(),
  maxJobs: z.int().min(0).exactOptional(),
  workspaceJobs: z.int().min(0).exactOptional(),
  maxPrice: amount.exactOptional(),
  channels: names.exactOptional(),
  /** Who has paused new requests, and when. */
  paused: z.object({ by: z.string(), at: z.number() }).exactOptional(),
  approveAbove: amount.exactOptional(),
  approveMissing: z.boolean().exactOptional(),
  askAbove: amount.exactOptional(),
  gifts: z.boolean().exactOptional(),
  watermark: z.boolean().exactOptional(),
  /** How long finished videos are kept, and how many bytes of them in all. */
  keepDays: z.int().min(1).exactOptional(),
  keepBytes: z.int().min(1).exactOptional(),
});

export type Rules = Readonly<z.output<typeof rules>>;
export type Limits = Readonly<z.output<typeof limits>>;

/** The rules of a workspace, the environment's defaults filled in. What is undefined has no limit. */
export interface Policy {
  /** Of everybody; roles may widen it. */
  everyone: Limits & { readonly allowance: Units };
  roles: Readonly<Record<string, Limits>>;
  members: Readonly<Record<string, { allowance: Units }>>;
  admins: readonly string[];
  period: Period;
  timeZone: string;
  /** Credits a period of all members together, whatever they have. */
  budget: Units | undefined;
  /** Jobs at once a member, and all together. */
  maxJobs: number;
  workspaceJobs: number | undefined;
  maxPrice: Units | undefined;
  /** The only channels where it may be used. */
  channels: readonly string[] | undefined;
  paused: Rules["paused"];
  /** A dearer request waits for an admin. */
  approveAbove: Units | undefined;
  /** A request that its member lacks credits for waits for an admin instead of being refused. */
  approveMissing: boolean;
  /** A dearer request is asked about first. */
  askAbove: Units | undefined;
  /** Members may give each other of their grants. */
  gifts: boolean;
  /** Videos get a watermark where their member says nothing about it. */
  watermark: boolean;
  /** How long finished videos are kept, and how many bytes of them; as the operator says where it is undefined. */
  keepDays: number | undefined;
  keepBytes: number | undefined;
}

/** What a member with these roles may do. What is undefined has no limit. */
export interface Rights {
  allowance: Units;
  models: readonly string[] | undefined;
  qualities: readonly Quality[] | undefined;
  /** Of the longest video. */
  seconds: number | undefined;
}

/** The rules, what isn't in them being as the defaults say. */
export function policyOf(defaults: Quota, own: Rules): Policy {
  const { allowance = defaults.allowance, models, qualities, seconds } = own;
  return {
    everyone: {
      allowance,
      ...(models === undefined ? {} : { models }),
      ...(qualities === undefined ? {} : { qualities }),
      ...(seconds === undefined ? {} : { seconds }),
    },
    roles: own.roles ?? {},
    members: own.members ?? {},
    admins: own.admins ?? [],
    period: own.period ?? defaults.period,
    timeZone: own.timeZone ?? defaults.timeZone ?? "UTC",
    budget: own.budget ?? defaults.budget,
    maxJobs: own.maxJobs ?? defaults.maxJobs,
    workspaceJobs: own.workspaceJobs ?? defaults.workspaceJobs,
    maxPrice: own.maxPrice ?? defaults.maxPrice,
    channels: own.channels,
    paused: own.paused,
    approveAbove: own.approveAbove ?? defaults.approveAbove,
    approveMissing: own.approveMissing ?? false,
    askAbove: own.askAbove ?? defaults.askAbove,
    gifts: own.gifts ?? false,
    watermark: own.watermark ?? false,
    keepDays: own.keepDays,
    keepBytes: own.keepBytes,
  };
}

/**
 * What a member may do: of what is said for everyone and for their roles, the most generous of each counts; what isn't
 * limited for everyone is limited for nobody. A member's own allowance stands over all.
 */
export function rightsOf(policy: Policy, member: { id: string; roles: readonly string[] }): Rights {
  const { everyone, roles, members } = policy;
  const own = member.roles.flatMap((id) => (Object.hasOwn(roles, id) ? (roles[id] ?? []) : []));
  const exception = Object.hasOwn(members, member.id) ? members[member.id]?.allowance : undefined;
  const given = [everyone, ...own];
  return {
    allowance: exception ?? units(Math.max(...given.flatMap(({ allowance = [] }) => allowance))),
    models: everyone.models && union(given.flatMap(({ models = [] }) => models)),
    qualities: everyone.qualities && union(given.flatMap(({ qualities = [] }) => qualities)),
    seconds: everyone.seconds && Math.max(...given.flatMap(({ seconds = [] }) => seconds)),
  };
}

/** Whether a member may decide about the workspace: by the chat's word, or named here. */
export function isAdmin(policy: Pick<Policy, "admins">, actor: { id: string; admin: boolean }): boolean {
  return actor.admin || policy.admins.includes(actor.id);
}

function union<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
