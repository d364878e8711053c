import { isIP } from "node:net";
import { z } from "zod";
import { address, decimal, oneOf, someOf, switched, value, whole } from "../../base/settings.ts";
import { isTimeZone } from "../../credits/period.ts";
import { parseCreditPrice, parseCredits, type Units } from "../../credits/units.ts";
import { isBucketAddress } from "../../media/keep/bucket-address.ts";
import { MODELS_IN_4K } from "../../models/index.ts";
import { parsePrices4k } from "../../models/parts/price-4k.ts";
import { CHAT_ROLES, chatSettings } from "./platforms.ts";

/** EvoLink's own address. At any other, the operator's word counts, private networks included. */
export const PUBLIC_GATEWAY = "https://api.evolink.ai";

/** What a process does. */
export const ROLES = [...CHAT_ROLES, "worker", "web"] as const;
export type Role = (typeof ROLES)[number];

const credits = value("credits, zero or more, with at most four decimals", parseCredits);

const [FIRST_IN_4K = "model"] = MODELS_IN_4K;

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** One line for each variable of `.env.example`, in its order; a test holds the two together. */
export const environment = z.object({
  EVOLINK_API_KEY: value("EvoLink's API key: at least 8 letters, digits and signs, no spaces", (text) =>
    /^[\x21-\x7e]{8,}$/.test(text) ? text : undefined,
  ).optional(),
  EVOLINK_API_URL: address.default(PUBLIC_GATEWAY),
  EVOLINK_FILES_URL: address.default("https://files-api.evolink.ai"),
  EVOLINK_MAX_RUNNING: whole(1, 100_000, "a number of jobs").default(20),
  EVOLINK_POLL_RPS: decimal(0.1, 1000, "reads a second").default(10),
  SANDBOX_SPEED: decimal(0.1, 10_000, "a factor").default(10),
  PRICE_4K: value(
    `a model and its credits a second, such as ${FIRST_IN_4K}:12, or 12/18 where sound costs more, with commas between; of ${MODELS_IN_4K.join(", ")}`,
    (text) => parsePrices4k(text, MODELS_IN_4K),
  ).optional(),
  ...chatSettings,
  ROLES: someOf(ROLES).optional(),
  DATABASE_URL: value("an address that begins with postgres://", (text) =>
    /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? text : undefined,
  ).optional(),
  DATA_DIR: value("a folder", (text) => (text.includes("\0") ? undefined : text)).default("./data"),
  MEDIA_URL: value("s3://bucket/prefix?region=…&endpoint=https://…, without keys", (text) =>
    isBucketAddress(text) ? text : undefined,
  ).optional(),
  KEEP_INPUTS_DAYS: decimal(0, 36_500, "days").default(30),
  KEEP_VIDEOS_DAYS: whole(1, 36_500, "days").optional(),
  KEEP_VIDEOS_GB: decimal(0.001, 1_000_000, "gigabytes").optional(),
  HOST: value("an address of this machine, such as 127.0.0.1 or 0.0.0.0", (text) =>
    isIP(text) !== 0 || /^[a-z0-9.-]+$/i.test(text) ? text : undefined,
  ).default("127.0.0.1"),
  PORT: whole(0, 65_535, "a port").default(3000),
  PUBLIC_URL: address.optional(),
  ALLOW_FOREIGN_LINKS: switched.default(false),
  SECRET: value("at least 32 characters", (text) => (text.length >= 32 ? text : undefined)).optional(),
  LOG_LEVEL: oneOf(LOG_LEVELS).default("info"),
  CREDIT_PRICE: value(
    "what one credit costs: 0.0139 (US dollars), or with a currency, 0.0129 EUR",
    parseCreditPrice,
  ).optional(),
  DEFAULT_ALLOWANCE: credits.default(parseCredits("200") as Units),
  DEFAULT_PERIOD: oneOf(["day", "week", "month"]).default("month"),
  DEFAULT_TIME_ZONE: value("a time zone such as Europe/Berlin or UTC", (text) =>
    isTimeZone(text) ? text : undefined,
  ).default("UTC"),
  DEFAULT_MAX_JOBS: whole(1, 10_000, "a number of jobs").default(5),
  DEFAULT_WORKSPACE_JOBS: whole(1, 10_000, "a number of jobs").optional(),
  DEFAULT_MAX_PRICE: credits.optional(),
  DEFAULT_BUDGET: credits.optional(),
  DEFAULT_APPROVE_ABOVE: credits.optional(),
  DEFAULT_ASK_ABOVE: credits.optional(),
});

/** The environment, read and checked. Names are those of `.env.example`; money is Units. */
export type Config = z.output<typeof environment>;
