import type Keyv from "keyv";
import type { Clock } from "../base/clock.ts";
import { UserError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { shortName } from "../base/words.ts";
import type { Actor, Place } from "../chat/contract/invocation.ts";
import type { Units } from "../credits/units.ts";
import type { Draft } from "../models/parts/draft.ts";
import type { Db, Tx } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import type { Text } from "../text/text.ts";
import type { Cast, Files, Removed } from "./cast.ts";
import { createElementDrafts, DRAFT_LIVES_MS, type ElementDraft } from "./drafts.ts";
import { type Element, type ElementRequest, MAKING_SECONDS, type Subject, subjectOf } from "./element.ts";
import { resolveCast } from "./mentions.ts";
import { keyOf } from "./names.ts";
import { notInCast, notWaiting, stillWaits } from "./refusals.ts";

const words = sentences("cast-service", {
  anothers: "{maker} made @{name}. Only they and admins can delete it: ask one of them.",
});

/** The gateway's name for the model that makes elements. */
const MODEL = "kling-custom-element";

/** An element as it would be made; nothing is held yet. */
export interface Proposal {
  /** Confirms it, for an hour. */
  token: string;
  subject: Subject;
  price: Units;
  /** About how long it takes. */
  seconds: number;
  /** An admin has to approve it first. */
  needsApproval: boolean;
}

/** What became of a confirmation. `line` can be typed to ask again. */
export type Confirmation =
  | { is: "started"; name: string }
  | { is: "waiting"; subject: Subject; price: Units }
  | { is: "used"; name: string }
  | { is: "refused"; sentence: Text; line: string }
  | { is: "expired"; line: string | undefined };

/** What a command can do with the workspace's cast, for the member who typed it. */
export interface MemberCast {
  /** Judges and prices an element that is to be made. Throws UserError, and what the quota throws. */
  propose(draft: Draft & { name: string }): Promise<Proposal>;
  /**
   * The member may use the likeness: holds the price and starts the job, or puts it before the admins. Throws what
   * holding throws; then it can be confirmed again.
   */
  confirm(token: string): Promise<Confirmation>;
  /** Starts one that waits, its maker paying. Throws UserError when that can't be; then it goes on waiting. */
  approve(name: string): Promise<Element>;
  /** Throws UserError when nobody of that name waits. */
  decline(name: string): Promise<Element>;
  approvalNeeded(): Promise<boolean>;
  requireApproval(needed: boolean): Promise<void>;
  list(): Promise<readonly Element[]>;
  /** Throws UserError when there is none. */
  show(name: string): Promise<Element>;
  /** Deletes one, of the member's own or for an admin any, and its files here. Throws UserError. */
  remove(name: string): Promise<Removed>;
  /**
   * Names that begin so, in one word or as they are shown, or have a word that does: those that can be used now first.
   */
  names(prefix: string): Promise<readonly string[]>;
  /** The draft with the characters that it names, as `resolveCast`. */
  resolve(draft: Draft): Promise<Draft>;
}

/** The job that makes a character, by whom and where. */
interface CharacterJob {
  model: string;
  draft: Draft;
  actor: Actor;
  place: Place;
}

export interface CastParts {
  cast: Cast;
  db: Db;
  /** Drafts by token; namespace `draft`. */
  drafts: Keyv<unknown>;
  /** The longest prompt that any model takes, in characters: whoever is named in a longer one is not looked for. */
  longestPrompt: number;
  library: Files & { has(hash: string): Promise<boolean> };
  /** A new secret of letters and digits, at most 40. */
  token(): string;
  clock: Clock;
  log: Logger;
  /** Judges and prices an input without holding anything. */
  prepare(asked: CharacterJob): Promise<{ input: Record<string, unknown>; price: Units }>;
  /** Takes the member's lock. Throws UserError while they are being forgotten: nothing new of theirs begins then. */
  lockMember(tx: Tx, owner: { workspace: string; member: string }): Promise<void>;
  /** Holds the price, writes the job and runs `also` in one transaction, and wakes the engine. */
  request(
    asked: CharacterJob & {
      sourceId: string;
      line: string;
      locale?: string | undefined;
      also(tx: Tx, generation: string): Promise<void>;
    },
  ): Promise<unknown>;
}

/** `line` is the command as it can be typed again, without the slash. */
export function castFor(
  parts: CastParts,
  asker: { actor: Actor; place: Place; line: string; locale?: string | undefined },
): MemberCast {
  const { cast, db, library, clock, log } = parts;
  const { actor, place, line, locale } = asker;
  const { workspace } = place;
  const drafts = createElementDrafts(parts.drafts);

  const needsApproval = async () => !actor.admin && (await cast.approvalNeeded(workspace));

  const show = async (name: string): Promise<Element> => {
    const element = await cast.find(workspace, name);
    if (!element) throw notInCast(name);
    return element;
  };

  /** Nothing when it was another member's, or is past all knowing. */
  const readOwn = async (token: string): Promise<ElementDraft | undefined> => {
    const draft = await drafts.read(token);
    const { maker, place } = draft?.request ?? {};
    return maker?.id === actor.id && place?.workspace === workspace ? draft : undefined;
  };

  const begin = async (token: string, request: ElementRequest): Promise<Confirmation> => {
    const subject = subjectOf(request.input);
    // The token's own: a second press at the same time finds that the first has added it.
    const element = { id: `e_${token}`, workspace, subject, maker: actor };
    let added = false;
    if (await needsApproval()) {
      const { price } = await parts.prepare({ model: MODEL, draft: request.input, actor, place: request.place });
      added = await db.transaction().execute(async (tx) => {
        await parts.lockMember(tx, { workspace, member: actor.id });
        return cast.add(tx, { ...element, start: { request } });
      });
      return added ? { is: "waiting", subject, price } : { is: "used", name: subject.name };
    }
    await start(request, { actor, sourceId: `element:${token}` }, async (tx, generation) => {
      added = await cast.add(tx, { ...element, start: { generation } });
    });
    return { is: added ? "started" : "used", name: subject.name };
  };

  const start = (
    { input, place, line, locale }: ElementRequest,
    by: { actor: Actor; sourceId: string },
    also: (tx: Tx, generation: string) => Promise<void>,
  ) => parts.request({ model: MODEL, draft: input, place, line, locale, ...by, also });

  return {
    propose: async (draft) => {
      const name = await cast.claim(db, workspace, draft.name);
      const { input, price } = await parts.prepare({ model: MODEL, draft: { ...draft, name }, actor, place });
      const token = parts.token();
      const request = { input, place, line, ...(locale === undefined ? {} : { locale }), maker: { ...actor } };
      await drafts.write(token, { request, until: clock.now() + DRAFT_LIVES_MS, used: false });
      return { token, subject: subjectOf(input), price, seconds: MAKING_SECONDS, needsApproval: await needsApproval() };
    },
    confirm: async (token) => {
      const draft = await readOwn(token);
      if (!draft) return { is: "expired", line: undefined };
      const { request } = draft;
      const { name, files } = subjectOf(request.input);
      if (draft.used) return { is: "used", name };
      const kept = await Promise.all(files.map((hash) => library.has(hash)));
      if (clock.now() > draft.until || kept.includes(false)) return { is: "expired", line: request.line };
      try {
        const confirmed = await begin(token, request);
        log.info({ workspace, member: actor.id, element: name, is: confirmed.is }, "likeness confirmed");
        await drafts.write(token, { ...draft, used: true });
        return confirmed;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { is: "refused", sentence: error.text, line: request.line };
      }
    },
    approve: async (name) => {
      const found = await cast.waiting(workspace, name);
      if (!found) throw notWaiting(await show(name));
      const { element, request } = found;
      try {
        // The same element is approved once, however often and by however many it is pressed.
        const by = { actor: request.maker, sourceId: `approve:${element.id}` };
        await start(request, by, (tx, generation) => cast.approve(tx, element.id, generation));
      } catch (error) {
        throw stillWaits(element, error) ?? error;
      }
      log.info({ workspace, by: actor.id, element: element.name }, "element approved");
      return element;
    },
    decline: async (name) => {
      const declined = await cast.decline(workspace, name, library);
      if (!declined) throw notWaiting(await show(name));
      log.info({ workspace, by: actor.id, element: declined.name }, "element declined");
      return declined;
    },
    approvalNeeded: () => cast.approvalNeeded(workspace),
    requireApproval: (needed) => cast.requireApproval(workspace, needed),
    list: () => cast.list(workspace),
    show,
    remove: async (name) => {
      const { maker, makerName, name: written } = await show(name);
      if (maker !== actor.id && !actor.admin) {
        throw new UserError(words.anothers({ name: shortName(written), maker: makerName }));
      }
      const removed = await cast.remove(workspace, written, library);
      if (!removed) throw notInCast(written);
      log.info({ workspace, by: actor.id, element: written }, "element deleted");
      return removed;
    },
    names: async (prefix) => {
      const begun = keyOf(prefix);
      const begins = (name: string) =>
        keyOf(name).startsWith(begun) || name.split(" ").some((word) => keyOf(word).startsWith(begun));
      const found = (await cast.list(workspace)).filter(({ name, state }) => state !== "failed" && begins(name));
      const ready = (element: Element) => (element.state === "ready" ? 0 : 1);
      return found.sort((a, b) => ready(a) - ready(b)).map(({ name }) => name);
    },
    resolve: (draft) => resolveCast(cast, { workspace, longest: parts.longestPrompt }, draft),
  };
}
