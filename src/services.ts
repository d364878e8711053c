import { randomBytes } from "node:crypto";
import type Keyv from "keyv";
import type { Command } from "./chat/command.ts";
import type { Invocation } from "./chat/invocation.ts";
import { changeLine } from "./chat/line.ts";
import type { Services } from "./chat/services.ts";
import { creditsFor } from "./credits/service.ts";
import type { Cast } from "./elements/cast.ts";
import { type CastParts, castFor } from "./elements/service.ts";
import type { Deps } from "./generations/deps.ts";
import type { Engine } from "./generations/engine.ts";
import type { Draft } from "./generations/inputs.ts";
import { prepare, request } from "./generations/request.ts";
import { generationsFor } from "./generations/service.ts";
import type { Model } from "./models/model.ts";
import { withPreferences } from "./preferences/apply.ts";
import { createPreferences } from "./preferences/preferences.ts";
import { preferencesFor } from "./preferences/service.ts";

interface Parts {
  cast: Cast;
  /** Characters that wait for a confirmation, by its token. */
  drafts: Keyv<unknown>;
  engine: Engine;
  commands: readonly Command[];
}

/** What a command may do for whoever typed it, put together from all rooms; only main.ts uses it. */
export function bindServices(deps: Deps, { cast, drafts, engine, commands }: Parts) {
  const { db, library, clock, log } = deps;
  const stored = createPreferences({ db });
  const castParts: CastParts = {
    ...{ cast, db, drafts, library, clock, log },
    token: () => randomBytes(16).toString("hex"),
    prepare: (asked) => prepare(deps, asked),
    request: async (asked) => {
      await request(deps, asked);
      engine.wake();
    },
  };
  const relined = (line: string, change: Readonly<Record<string, string>>) => changeLine(line, commands, change);
  return (
    { actor, place, sourceId }: Pick<Invocation, "actor" | "place" | "sourceId">,
    line: string,
  ): Omit<Services, "commands"> => {
    const owner = { workspace: place.workspace, member: actor.id };
    const asker = { actor, place, sourceId, line };
    const ofMember = castFor(castParts, asker);
    const preferences = preferencesFor(stored, owner);
    const complete = async (model: Model, draft: Draft) =>
      withPreferences(model, await ofMember.resolve(draft), await preferences.chosen());
    return {
      generations: generationsFor({ ...deps, wake: engine.wake, complete, changeLine: relined }, asker),
      cast: ofMember,
      credits: creditsFor(deps, owner),
      preferences,
    };
  };
}
