import { fileURLToPath } from "node:url";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { UserError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { Dispatch } from "../chat/serve/dispatch.ts";
import { render } from "../text/render.ts";
import type { Text } from "../text/text.ts";
import { Begun, FileName, Said, Viewer } from "./asked.ts";
import type { PlaygroundChat } from "./chat.ts";
import { streamEvents } from "./events.ts";
import { attachmentOf, cleanName, FILE_LIMIT_BYTES, fileId, fileOf, type Uploads, withinLimit } from "./files.ts";
import { loopbackOnly } from "./guard.ts";
import { localeOf } from "./locale.ts";
import { CHANNEL, HERE, MEMBERS } from "./members.ts";
import { words } from "./playground.words.ts";
import { answerErrors, refuse } from "./refuse.ts";
import { type MediaLinks, view } from "./view.ts";
import { describe } from "./words/describe.ts";
import { pageIn } from "./words/page.ts";

export interface PlaygroundParts {
  chat: PlaygroundChat;
  /** What runs the commands; undefined until the playground is heard, and so long nobody is served. */
  dispatch(): Pick<Dispatch, "commands" | "run" | "shown" | "complete"> | undefined;
  library: Uploads;
  links: MediaLinks;
  clock: Clock;
  log: Logger;
  /** A line that the page keeps in sight, for example that the sandbox answers. */
  notice?: Text | undefined;
}

const SOURCES = fileURLToPath(new URL("../", import.meta.url));
const PAGE = fileURLToPath(new URL("./page/", import.meta.url));
/** The page reads lines by the grammar that the commands are read by. Its address is where the page's own imports lead. */
const GRAMMAR = ["tokens", "meanings", "ends", "places"].map((name) => `/chat/line/${name}.js`);
const HISTORY = 60;
/** As many as the page's list has room for. */
const SUGGESTED = 12;
const BODY_LIMIT = "128kb";

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Puts the playground on the app: the page at `/`, and what it talks to under `/playground`. Only this machine's own
 * browser gets an answer. `close` ends the open event streams, which would keep the server from stopping.
 */
export function mountPlayground(app: Express, parts: PlaygroundParts): { close(): void } {
  const { chat, dispatch, library, links, clock, log, notice } = parts;
  const seen = (message: Parameters<typeof view>[0]) => view(message, { links, now: clock.now() });
  const events = streamEvents({ chat, seen });
  const routes = express.Router();

  const guarded = [loopbackOnly, setHeaders];
  routes.use(guarded);
  routes.use((request, response, next) => {
    if (dispatch()) next();
    else refuse(request, response, 503, words.starting);
  });
  routes.get("/commands", (request, response) => {
    const locale = localeOf(request);
    response.json({
      commands: serving(dispatch)
        .commands.filter(({ unlisted }) => !unlisted)
        .map((command) => describe(command, locale)),
      members: Object.values(MEMBERS).map(({ id, name, admin }) => ({ id, name, admin })),
      channel: CHANNEL,
      fileLimitBytes: FILE_LIMIT_BYTES,
      notice: notice === undefined ? null : render(notice, locale),
    });
  });
  routes.get("/messages", async (request, response) => {
    const { as, channel, before } = Viewer.parse(request.query);
    const messages = await chat.list({ channel, viewer: as, limit: HISTORY + 1, before });
    response.json({ messages: messages.slice(-HISTORY).map(seen), more: messages.length > HISTORY });
  });
  routes.get("/suggestions", async (request, response) => {
    const { as, ...begun } = Begun.parse(request.query);
    const suggestions = await serving(dispatch).complete({
      ...begun,
      actor: MEMBERS[as],
      place: HERE,
      locale: localeOf(request),
    });
    response.json({ suggestions: suggestions.slice(0, SUGGESTED) });
  });
  routes.get("/events", (request, response) => {
    const { as, channel } = Viewer.parse(request.query);
    events.open(response, { viewer: as, channel });
  });
  routes.post("/files", async (request, response) => {
    const name = cleanName(FileName.parse(request.query).name);
    const kept = await library.put(withinLimit(request), { limitBytes: FILE_LIMIT_BYTES });
    const file = { name, bytes: kept.bytes, hash: kept.hash };
    response.json({ id: fileId(file), name, bytes: kept.bytes });
  });
  routes.post("/messages", express.json({ limit: BODY_LIMIT }), async (request, response) => {
    const messages = await hear(Said.parse(request.body), localeOf(request));
    response.json({ messages: messages.map(seen) });
  });
  routes.use("/page", express.static(PAGE, { index: false }));
  routes.use((request, response) => refuse(request, response, 404, words.nothingHere));
  routes.use(answerErrors(log));

  /** Keeps what was said and, where it is a command, runs it. The same nonce again is the same request. */
  async function hear(said: z.infer<typeof Said>, locale: string) {
    const author = MEMBERS[said.as];
    const line = said.line.trim();
    const files = said.files.map((id) => {
      const file = fileOf(id);
      if (!file) throw new UserError(words.unknownFile);
      return file;
    });
    if (line === "" && files.length === 0) throw new UserError(words.nothingToSend);
    const messages = said.pressed ? [] : [await chat.say({ author, nonce: said.nonce, line, files })];
    const [, command, rest = ""] = /^\/([^\s/]+)\s*([\s\S]*)$/.exec(line) ?? [];
    if (command === undefined) return messages;
    const { run, shown } = serving(dispatch);
    const cards = await run({
      sourceId: said.nonce,
      command: command.toLowerCase(),
      typed: { line: rest, attachments: files.map((file) => attachmentOf(file, library)) },
      actor: author,
      place: HERE,
      locale,
    });
    for (const [index, card] of cards.entries()) {
      messages.push(await chat.answer({ nonce: said.nonce, member: author.id, index }, card));
    }
    await shown(cards);
    return messages;
  }

  app.get("/", loopbackOnly, async (request, response) => {
    response.set({ "content-security-policy": CSP, "x-content-type-options": "nosniff", "cache-control": "no-cache" });
    response.vary("accept-language").send(await pageIn(localeOf(request)));
  });
  app.use("/playground", routes);
  app.get(GRAMMAR, guarded, express.static(SOURCES));
  return { close: events.close };
}

/** Nothing is asked before the playground is heard. */
function serving(dispatch: PlaygroundParts["dispatch"]) {
  const heard = dispatch();
  if (!heard) throw new Error("The playground isn't heard yet");
  return heard;
}

function setHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
  });
  next();
}
