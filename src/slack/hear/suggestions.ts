import type { App } from "@slack/bolt";
import { commandNamed } from "../../chat/command/find.ts";
import type { Dispatch, Suggestion } from "../../chat/serve/dispatch.ts";
import { BLOCKS } from "../api/limits.ts";
import type { Profiles } from "../api/profiles.ts";
import { choice } from "../form/elements.ts";
import { fieldOf } from "../form/fields.ts";
import { readMeta } from "../form/meta.ts";
import { workspaceOf } from "./body.ts";

interface Ports {
  dispatch: Pick<Dispatch, "commands" | "complete">;
  languages: Pick<Profiles, "localeNow">;
}

/** What is suggested while a field of a form is filled in. */
export function listenToTyping(app: App, { dispatch, languages }: Ports): void {
  app.options<"block_suggestion">({ type: "block_suggestion" }, async ({ ack, body }) => {
    const { value: begun, view, user } = body;
    const option = fieldOf(body.block_id);
    const meta = readMeta(view?.private_metadata ?? "");
    const command = meta && commandNamed(dispatch.commands, meta.command);
    if (!command) return ack({ options: [] });
    const found = await dispatch.complete({
      ...{ command: command.name, option, begun },
      locale: languages.localeNow({ workspace: workspaceOf(body), user: user.id }),
      actor: { id: user.id, name: user.name, admin: false, roles: [] },
      place: { platform: "slack", workspace: workspaceOf(body), channel: meta.channel ?? user.id },
    });
    // Some options take anything else too, such as a voice by its id.
    const free = Array.isArray(command.options[option]?.completes) ? begun.trim() : "";
    await ack({ options: withOwn(found, free).map(({ value, label }) => choice(label, value)) });
  });
}

/** What Slack can show of it, and what was typed itself. */
function withOwn(found: readonly Suggestion[], own: string): readonly Suggestion[] {
  const suggested = found.filter(({ value }) => value !== "" && value.length <= BLOCKS.choiceValue);
  const listed = suggested.some(({ value }) => value === own);
  const offered = own !== "" && own.length <= BLOCKS.choiceValue && !listed ? [{ value: own, label: own }] : [];
  return [...suggested, ...offered].slice(0, BLOCKS.suggested);
}
