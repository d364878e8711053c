import type { types } from "@slack/bolt";
import { messageOf, UserError } from "../../base/errors.ts";
import { FORM_LABELS, formLateCard } from "../../chat/form/form-words.ts";
import { formatLine } from "../../chat/line/line.ts";
import { SlackFailed } from "../api/trouble.ts";
import type { Asker, Desk } from "../hear/parts.ts";
import { type Filling, formView, noticeView } from "./form-view.ts";

/** A trigger's own errors: three seconds are over, or it has opened something already. */
const LATE = new Set(["expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "invalid_trigger"]);

/** Opens the form at once, and fills in what the member usually wants when that is read. */
export async function openForm(desk: Desk, asker: Asker, filling: Filling): Promise<void> {
  const line = formatLine(filling.command.name, filling.given);
  const opened = await openView(desk, asker, formView(filling), line);
  if (opened) await addUsual(desk, asker, opened, filling);
}

/** Fills what the member usually wants into a form that is open, unless it has changed since it had the hash. */
export async function addUsual(
  desk: Desk,
  asker: Asker,
  { id, hash }: { id: string; hash?: string },
  filling: Filling,
): Promise<void> {
  const { web, call, usual } = desk;
  const wanted = await usual({ workspace: asker.workspace, member: asker.user });
  const view = formView(filling, wanted);
  if (view.private_metadata === formView(filling).private_metadata) return;
  const put = () => web.views.update({ view_id: id, ...(hash === undefined ? {} : { hash }), view });
  await update(desk, () => call("views.update", "repeat", put));
}

/**
 * Opens a view at once that says one moment, and puts the form into it when it is known what is in it. `find` throws
 * UserError with the sentence for who can't have it.
 */
export async function openLater(
  desk: Desk,
  asker: Asker,
  { heading, line, find }: { heading: string; line: string; find(): Promise<Filling> },
): Promise<void> {
  const { web, call, usual } = desk;
  const opened = await openView(desk, asker, noticeView(heading, FORM_LABELS.opening), line);
  if (!opened) return;
  let view: types.ModalView;
  try {
    const filling = await find();
    view = formView(filling, await usual({ workspace: asker.workspace, member: asker.user }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    view = noticeView(heading, desk.naming.text(error.message));
  }
  await update(desk, () => call("views.update", "repeat", () => web.views.update({ view_id: opened.id, view })));
}

/** Opens a view; `line` is what a member gets back, with a button for it, when it is too late for that. */
export async function openView(
  { web, call, answers, log }: Desk,
  asker: Asker,
  view: types.ModalView,
  line: string,
): Promise<{ id: string; hash: string } | undefined> {
  try {
    const opened = await call("views.open", "drop", () => web.views.open({ trigger_id: asker.trigger ?? "", view }));
    return { id: opened.view?.id ?? "", hash: opened.view?.hash ?? "" };
  } catch (error) {
    // A trigger lives for three seconds, so there is no trying again; a press of the button brings a new one.
    if (!(error instanceof SlackFailed) || (error.how === "refused" && !LATE.has(error.code ?? ""))) throw error;
    log.info({ reason: error.message }, "a form could not be opened");
    await answers.give(asker, [formLateCard(line)]);
    return undefined;
  }
}

/** A form that was closed or sent meanwhile needs nothing more. */
async function update({ log }: Desk, put: () => Promise<unknown>): Promise<void> {
  try {
    await put();
  } catch (error) {
    const gone = error instanceof SlackFailed && /^(not_found|hash_conflict)$/.test(error.code ?? "");
    if (!gone) throw error;
    log.debug({ reason: messageOf(error) }, "a form was gone before it was filled in");
  }
}
