import { isIP } from "node:net";
import type { NextFunction, Request, Response } from "express";
import { render } from "../text/render.ts";
import type { Text } from "../text/text.ts";
import { localeOf } from "./locale.ts";
import { words } from "./playground.words.ts";

/**
 * Whoever reaches the playground may act as an admin, so it answers only a page that it served itself to a browser on
 * this machine: never another machine, a name that was pointed here (DNS rebinding), another site's page, or a proxy.
 */
export function loopbackOnly(request: Request, response: Response, next: NextFunction): void {
  const problem = foreign(request);
  if (problem === undefined) next();
  else
    response
      .status(403)
      .type("text/plain")
      .send(`${render(problem, localeOf(request))}\n`);
}

const PROXY_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/** Why a request is none of the page's own; undefined when it is. */
function foreign(request: Request): Text | undefined {
  const { headers } = request;
  const host = headers.host ?? "";
  if (!isLoopback(request.socket.remoteAddress ?? "")) return words.thisMachineOnly;
  if (PROXY_HEADERS.some((name) => name in headers)) return words.noProxy;
  if (!isLoopback(hostname(host))) return words.localNamesOnly;
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) {
    return words.ownPageOnly;
  }
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none" || opensThePage(request)) return undefined;
  return words.ownPageOnly;
}

/** A link elsewhere may lead here: the page itself, in a tab of its own, tells the other site nothing. */
function opensThePage({ method, path, baseUrl, headers }: Request): boolean {
  const page = method === "GET" && baseUrl === "" && path === "/";
  return page && headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
}

function hostname(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "") : "";
}

function isLoopback(name: string): boolean {
  const address = name.toLowerCase().replace(/^::ffff:(?=\d)/, "");
  return address === "localhost" || address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}
