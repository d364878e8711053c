import type { AckFn, App, Receiver, ReceiverEvent } from "@slack/bolt";
import express, { type Express, type Request, type RequestHandler, type Response } from "express";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { createVerifier } from "./signature.ts";

/** Where Slack is told to send everything. */
export const EVENTS_PATH = "/slack/events";

/** A form with all its files is some 100 kB; Slack's largest view is 250 kB. */
const BODY_LIMIT = "1mb";

/** Slack by HTTP: Bolt's receiver on our own server, so that there is one port. */
export interface HttpReceiver extends Receiver {
  mount(app: Express): void;
}

/**
 * Checks who sent each request over its raw bytes, and answers with what the listeners acknowledge. While there are none
 * it answers Slack's question for its address, and everything else by 503.
 */
export function createHttpReceiver(parts: { signingSecret: string; clock: Clock; log: Logger }): HttpReceiver {
  const { log } = parts;
  const verdictOn = createVerifier(parts);
  let app: App | undefined;

  const receive: RequestHandler = async (request, response) => {
    const raw: unknown = request.body;
    const bytes = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
    // Slack's look at the certificate is signed by nobody, and asks for nothing.
    if (isForm(request) && new URLSearchParams(bytes.toString()).get("ssl_check") === "1") {
      return void response.status(200).end();
    }
    const verdict = verdictOn({
      signature: request.get("x-slack-signature"),
      timestamp: request.get("x-slack-request-timestamp"),
      body: bytes,
      retry: request.get("x-slack-retry-num") !== undefined,
    });
    if (verdict !== "good") {
      log.warn({ verdict }, "a request that says it is from Slack was refused");
      return void response.status(401).end();
    }
    const body = readBody(request, bytes);
    if (body === undefined) return void response.status(400).end();
    if (body.type === "url_verification") return void response.json({ challenge: body.challenge });
    if (!app) return void response.status(503).end();
    const retryNum = Number(request.get("x-slack-retry-num"));
    await app.processEvent({ body, ack: answerOn(response), ...(retryNum > 0 ? { retryNum } : {}) });
    if (!response.headersSent) response.status(404).end();
  };

  return {
    init: (bolt) => {
      app = bolt;
    },
    start: async () => undefined,
    stop: async () => undefined,
    mount: (server) => {
      server.post(EVENTS_PATH, express.raw({ type: () => true, limit: BODY_LIMIT }), receive);
    },
  };
}

function isForm(request: Request): boolean {
  return Boolean(request.is("application/x-www-form-urlencoded"));
}

function readBody(request: Request, bytes: Buffer): ReceiverEvent["body"] | undefined {
  const text = bytes.toString("utf8");
  const form = isForm(request) ? new URLSearchParams(text) : undefined;
  const json = form ? form.get("payload") : text;
  if (form && json === null) return Object.fromEntries(form);
  try {
    const body: unknown = JSON.parse(json ?? "");
    return typeof body === "object" && body !== null ? body : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The answer to the request, once. */
function answerOn(response: Response): AckFn<unknown> {
  return async (said) => {
    if (response.headersSent) return;
    if (said === undefined || said === "") response.status(200).end();
    else if (typeof said === "string") response.type("text").send(said);
    else response.json(said);
  };
}
