import type { RequestHandler } from "express";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Lets only requests in that were meant for this machine, and none of a page in a browser: a page elsewhere whose name
 * was pointed here (DNS rebinding) could read all prompts and ask for faults.
 */
export const ownMachineOnly: RequestHandler = (request, response, next) => {
  const { host = "", origin } = request.headers;
  const name = URL.parse(`http://${host}`)?.hostname ?? "";
  if (LOOPBACK.has(name) && (origin === undefined || origin === `http://${host}`)) next();
  else response.status(403).type("text/plain").send("The sandbox answers only to programs on its own machine.\n");
};
