import type { App, SlackViewMiddlewareArgs, ViewSubmitAction } from "@slack/bolt";
import { staleButtonCard } from "../../chat/cards/notices.ts";
import type { Command } from "../../chat/command/command.ts";
import type { Attachment } from "../../chat/contract/invocation.ts";
import type { Profiles } from "../api/profiles.ts";
import type { Naming } from "../draw/naming.ts";
import { type Say, sayIn } from "../draw/say.ts";
import type { FormFile } from "../form/files.ts";
import { readSubmission, type Submission } from "../form/submission.ts";
import { FORM, noticeView } from "../form/view.ts";
import type { OriginThere } from "../speak/origin.ts";
import { workspaceOf } from "./body.ts";
import { type Once, RETRIES_MS } from "./once.ts";
import type { Run } from "./run.ts";

interface Ports {
  commands: readonly Command[];
  attachmentOf(file: FormFile): Attachment;
  languages: Pick<Profiles, "localeNow">;
  naming: Pick<Naming, "text">;
  once: Once;
  run: Run;
}

/** Forms that are sent: what is wrong is said at its field, and the form stays open; else it closes and is run. */
export function listenToForms(app: App, ports: Ports): void {
  const { languages, naming, once, run } = ports;
  app.view<ViewSubmitAction>({ callback_id: FORM, type: "view_submission" }, async ({ ack, body, view }) => {
    const sent = readSubmission(view, ports);
    const say = sayIn(languages.localeNow({ workspace: workspaceOf(body), user: body.user.id }));
    if (sent.is === "stale") return ack(staleAnswer(say));
    if (sent.is === "wrong") {
      return ack({ response_action: "errors", errors: { [sent.block]: naming.text(say(sent.sentence)) } });
    }
    await ack();
    if (!once.first(`form ${view.id}`, RETRIES_MS)) return;
    const { command, options, files } = sent;
    await run(originOf(body, sent), { command, typed: { options }, files });
  });
}

type Answer = Parameters<SlackViewMiddlewareArgs<ViewSubmitAction>["ack"]>[0];

/** Says in the form's place that another version of Reelay has opened it. */
export function staleAnswer(say: Say): Answer {
  const { title, text = "" } = staleButtonCard();
  return { response_action: "update", view: noticeView(title, text, say) };
}

function originOf(body: ViewSubmitAction, { meta, channel }: Submission & { is: "filled" }): OriginThere {
  const { thread, startsThread, closed } = meta;
  return {
    ...{ workspace: workspaceOf(body), user: body.user.id, channel, thread, startsThread, closed },
    sourceId: `slack:${body.view.id}`,
  };
}
