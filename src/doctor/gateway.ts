import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { count } from "../base/words.ts";
import { createEvoLink } from "../evolink/client.ts";
import { EvoLinkError, GatewayError, RefusedBeforeSending } from "../evolink/errors.ts";
import type { AccountCredits } from "../evolink/evolink.ts";
import { reasonOf } from "./ask.ts";
import type { Finding } from "./finding.ts";

const about = "EvoLink";

/** The gateway's key and what is left on its account: a read of the account, which costs nothing. */
export async function checkGateway(
  { apiKey, apiUrl, filesUrl }: { apiKey: string | undefined; apiUrl: string; filesUrl: string },
  { clock, log }: { clock: Clock; log: Logger },
): Promise<Finding> {
  if (apiKey === undefined) {
    return {
      about,
      is: "note",
      says: "EVOLINK_API_KEY is missing: the sandbox answers with trial pictures. Set it for real videos.",
    };
  }
  const evolink = createEvoLink({ apiKey, apiUrl, filesUrl, clock, random: Math.random, log });
  try {
    return judge(await evolink.readCredits());
  } catch (error) {
    if (!(error instanceof EvoLinkError)) throw error;
    return { about, is: "wrong", says: sayFailure(error, apiUrl) };
  } finally {
    await evolink.close();
  }
}

function judge({ token, user }: AccountCredits): Finding {
  if (user.remaining <= 0) {
    return {
      about,
      is: "wrong",
      says: "The key is right, and its account is empty: add credits at https://evolink.ai/dashboard.",
    };
  }
  if (!token.unlimited && token.remaining <= 0) {
    return {
      about,
      is: "wrong",
      says: `The account has ${count(user.remaining)} credits, and this key may spend none of them: raise its limit at https://evolink.ai/dashboard/keys.`,
    };
  }
  const limit = token.unlimited ? "" : `, of which this key may spend ${count(token.remaining)}`;
  return { about, is: "fine", says: `The key is right. The account has ${count(user.remaining)} credits${limit}.` };
}

function sayFailure(error: EvoLinkError, apiUrl: string): string {
  if (error instanceof GatewayError) {
    if (error.status === 401)
      return "It refuses EVOLINK_API_KEY: copy the key again from https://evolink.ai/dashboard/keys.";
    if (error.status === 403)
      return "The key may not read the account (403): see what it is allowed at https://evolink.ai/dashboard/keys.";
    return `It answered ${error.status} (${error.code}) when asked for the account. Try again in some minutes.`;
  }
  if (error instanceof RefusedBeforeSending) return `${apiUrl} can't be reached: ${reasonOf(error.cause ?? error)}.`;
  return `${apiUrl} gave no answer that can be read: ${messageOf(error)}. See that EVOLINK_API_URL is the gateway's address.`;
}
