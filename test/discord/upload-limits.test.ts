import { Keyv } from "keyv";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { createRest } from "../../src/discord/api/rest.ts";
import { createUploadLimits, type UploadLimits } from "../../src/discord/speak/upload-limits.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { LocalDiscord } from "../support/discord/local-discord.ts";

const MiB = 1024 * 1024;

let discord: LocalDiscord;
let drafts: Keyv<unknown>;
let now: number;
/** As a process that has just begun has them. */
let limits: () => UploadLimits;
beforeEach(async () => {
  discord = await startDiscord({ rate: false });
  drafts = new Keyv();
  now = Date.UTC(2026, 10, 20);
  const rest = createRest({ token: discord.token, api: discord.api, more: { retries: 0 } });
  limits = () => createUploadLimits({ rest, drafts, clock: { now: () => now }, log: createLog("silent") });
});
afterEach(() => discord.close());

const asked = () => discord.requests.filter(({ path }) => path.startsWith("/guilds/")).length;

describe("what the bot may surely upload", () => {
  it.each([
    [0, 10],
    [1, 10],
    [2, 50],
    [3, 100],
  ] as const)(
    "to a server of level %i is %i MiB, whatever a member's subscription gives them",
    async (premiumTier, most) => {
      const { id } = discord.guild({ premiumTier });
      expect(await limits().of(id, 500 * MiB)).toBe(most * MiB);
    },
  );

  it("is what Discord tells where no subscription gives so little, and nothing is asked for it", async () => {
    const { id } = discord.guild();
    for (const told of [10 * MiB, 20_000_000, 20 * MiB, 25 * MiB]) expect(await limits().of(id, told)).toBe(told);
    expect(await limits().of(undefined, 20 * MiB)).toBe(20 * MiB);
    expect(asked()).toBe(0);
  });

  it("is never more than Discord tells", async () => {
    const { id } = discord.guild({ premiumTier: 3 });
    expect(await limits().of(id, 50 * MiB)).toBe(50 * MiB);
  });

  it("in a direct message is what every member gets", async () => {
    expect(await limits().of(undefined, 500 * MiB)).toBe(10 * MiB);
  });

  it("is what every server takes where Discord doesn't say the level, which is asked for again", async () => {
    const { id } = discord.guild({ premiumTier: 2 });
    const here = limits();
    discord.fail({ path: /^\/guilds\//, answer: 403 });
    expect(await here.of(id, 500 * MiB)).toBe(10 * MiB);
    expect(await here.of(id, 500 * MiB)).toBe(50 * MiB);
  });

  it("is asked for once in ten minutes", async () => {
    const { id } = discord.guild({ premiumTier: 2 });
    const here = limits();
    for (let times = 0; times < 5; times++) await here.of(id, 500 * MiB);
    expect(asked()).toBe(1);
    now += 10 * 60_000 + 1;
    await here.of(id, 500 * MiB);
    expect(asked()).toBe(2);
  });
});

describe("after a refusal", () => {
  it.each([
    [60 * MiB, 50 * MiB],
    [50 * MiB, 25 * MiB],
    [12 * MiB, 10 * MiB],
    [10 * MiB, 8 * MiB],
    [8 * MiB, 4 * MiB],
    [1_000, 500],
  ])("of %i bytes %i are worth trying", async (bytes, next) => {
    expect(await limits().refused("1", bytes)).toBe(next);
  });

  it("every process knows it of that server alone", async () => {
    const [plain, other] = [discord.guild(), discord.guild()];
    await limits().refused(plain.id, 15 * MiB);
    expect(await limits().of(plain.id, 20 * MiB)).toBe(10 * MiB);
    expect(await limits().of(other.id, 20 * MiB)).toBe(20 * MiB);
  });

  it("a larger one that is refused too makes it no larger", async () => {
    await limits().refused("1", 10 * MiB);
    expect(await limits().refused("1", 60 * MiB)).toBe(8 * MiB);
  });

  it("of less than Discord has ever refused, the next job is not held to it", async () => {
    expect(await limits().refused("1", 5 * MiB)).toBe(2.5 * MiB);
    expect(await limits().of("1", 20 * MiB)).toBe(20 * MiB);
  });

  it("leaves what is below it as it is", async () => {
    await limits().refused("1", 15 * MiB);
    expect(await limits().of("1", 5 * MiB)).toBe(5 * MiB);
  });
});
