import { isIP } from "node:net";
import { z } from "zod";
import { isPublicAddress } from "../media/fetch/addresses.ts";
import type { Ask } from "./ask.ts";
import type { Finding } from "./finding.ts";

const NO_OUTSIDE = "This is how this machine sees it, not the outside: open it on a phone without Wi-Fi too.";

/** What `/healthz` says. */
const health = z.object({ live: z.boolean() });

/** What `/readyz` says. */
const readiness = z.object({ ready: z.boolean(), degraded: z.array(z.object({ why: z.string() })) });

/** The public address, asked by its name from here. */
export async function checkPublicUrl(url: string | undefined, ask: Ask): Promise<Finding> {
  const about = "PUBLIC_URL";
  if (url === undefined) {
    return {
      about,
      is: "note",
      says: "Not set: members' own videos can't be given to the models, and shared pages and links to watch are off.",
    };
  }
  if (isPrivateName(new URL(url).hostname)) {
    return {
      about,
      is: "wrong",
      says: `${url} is a name of this machine or network alone. Set the address that the outside uses.`,
    };
  }
  const answer = await ask(`${url}/healthz`);
  if (typeof answer === "string") {
    return {
      about,
      is: "wrong",
      says: `${url} can't be reached from this machine: ${answer}. See its DNS entry, its certificate and the proxy.`,
    };
  }
  if (!health.safeParse(jsonIn(answer.text)).success) {
    const gateway = answer.status >= 502 && answer.status <= 504;
    const what = gateway
      ? "the proxy is there, and Reelay isn't behind it: start Reelay, and see that the proxy sends to HOST and PORT"
      : "what answers there isn't Reelay: see where the proxy sends";
    return { about, is: "wrong", says: `${url}/healthz answered ${answer.status}: ${what}.` };
  }
  if (new URL(url).protocol !== "https:") {
    return {
      about,
      is: "wrong",
      says: `${url} answers, by plain http: EvoLink calls back and Slack sends by https alone. Put a certificate in front of it.`,
    };
  }
  return { about, is: "fine", says: `${url} answers, and it is Reelay. ${NO_OUTSIDE}` };
}

/** The Reelay of this configuration, where one runs on this machine. */
export async function checkRunning({ host, port }: { host: string; port: number }, ask: Ask): Promise<Finding> {
  const about = "running Reelay";
  // What listens everywhere is asked here.
  const at = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const url = `http://${isIP(at) === 6 ? `[${at}]` : at}:${port}`;
  if (port === 0)
    return { about, is: "note", says: "Not asked: PORT is 0, so it listens on another one at each start." };
  const answer = await ask(`${url}/readyz`);
  if (typeof answer === "string")
    return { about, is: "note", says: `None at ${url} (${answer}): npm start starts it.` };
  const read = readiness.safeParse(jsonIn(answer.text));
  if (!read.success) {
    return { about, is: "wrong", says: `Something else than Reelay answers at ${url}: end that, or set another PORT.` };
  }
  const problems = read.data.degraded.map(({ why }) => why);
  if (answer.status === 200 && problems.length === 0) return { about, is: "fine", says: `It is ready at ${url}.` };
  return { about, is: "wrong", says: `It runs at ${url} and says: ${problems.join(" ") || `status ${answer.status}`}` };
}

/** By the name alone; what a name stands for, only its owner knows. */
function isPrivateName(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0) return !isPublicAddress(bare);
  return bare === "localhost" || /\.(localhost|local|internal|lan|home\.arpa)$/.test(bare);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
