import type { types } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { messageOf, UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { FORM_LABELS, formLateCard } from "../../chat/form/form-words.ts";
import { formatLine } from "../../chat/line/line.ts";
import type { Call } from "../api/calls.ts";
import { SlackFailed } from "../api/trouble.ts";
import type { Answers } from "../speak/answers.ts";
import type { Naming } from "../speak/naming.ts";
import type { Origin } from "../speak/origin.ts";
import { type Filling, formView, noticeView, type Usual } from "./view.ts";

/** Opens forms, and fills them in. */
export interface Forms {
  /** Opens the form at once, and fills in what the member usually wants when that is read. */
  open(origin: Origin, filling: Filling): Promise<void>;
  /**
   * Opens a view at once that says one moment, and puts the form into it when it is known what is in it. `find` throws
   * UserError with the sentence for who can't have it.
   */
  openLater(origin: Origin, heading: string, find: () => Promise<Filling>): Promise<void>;
  /** Opens a view; `line` is what a member gets back, with a button for it, when it is too late for that. */
  show(origin: Origin, view: types.ModalView, line: string): Promise<OpenView | undefined>;
  /** Fills what the member usually wants into a form that is open, unless it has changed since it had the hash. */
  addUsual(origin: Origin, view: OpenView, filling: Filling): Promise<void>;
}

interface OpenView {
  id: string;
  hash?: string;
}

interface Ports {
  /** One that doesn't post: a form must be opened within seconds, whatever waits there. */
  web: Pick<WebClient, "views">;
  call: Call;
  answers: Pick<Answers, "give">;
  naming: Pick<Naming, "text">;
  usual(owner: { workspace: string; member: string }): Promise<Usual>;
  log: Logger;
}

/** A trigger's own errors: three seconds are over, or it has opened something already. */
const LATE = new Set(["expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "invalid_trigger"]);

export function createForms({ web, call, answers, naming, usual, log }: Ports): Forms {
  const usualOf = ({ workspace, user }: Origin) => usual({ workspace, member: user });

  /** A form that was closed or sent meanwhile needs nothing more. */
  const update = async ({ id, hash }: OpenView, view: types.ModalView): Promise<void> => {
    const put = () => web.views.update({ view_id: id, ...(hash === undefined ? {} : { hash }), view });
    try {
      await call("views.update", "repeat", put);
    } catch (error) {
      const gone = error instanceof SlackFailed && /^(not_found|hash_conflict)$/.test(error.code ?? "");
      if (!gone) throw error;
      log.debug({ reason: messageOf(error) }, "a form was gone before it was filled in");
    }
  };

  const show: Forms["show"] = async (origin, view, line) => {
    const open = () => web.views.open({ trigger_id: origin.trigger ?? "", view });
    try {
      const opened = await call("views.open", "drop", open);
      return { id: opened.view?.id ?? "", hash: opened.view?.hash ?? "" };
    } catch (error) {
      // A trigger lives for three seconds, so there is no trying again; a press of the button brings a new one.
      if (!(error instanceof SlackFailed) || (error.how === "refused" && !LATE.has(error.code ?? ""))) throw error;
      log.info({ reason: error.message }, "a form could not be opened");
      await answers.give(origin, [formLateCard(line)]);
      return undefined;
    }
  };

  const addUsual: Forms["addUsual"] = async (origin, opened, filling) => {
    const view = formView(filling, await usualOf(origin));
    if (view.private_metadata === formView(filling).private_metadata) return;
    await update(opened, view);
  };

  return {
    open: async (origin, filling) => {
      const opened = await show(origin, formView(filling), formatLine(filling.command.name, filling.given));
      if (opened) await addUsual(origin, opened, filling);
    },
    openLater: async (origin, heading, find) => {
      const opened = await show(origin, noticeView(heading, FORM_LABELS.opening), "");
      if (!opened) return;
      let view: types.ModalView;
      try {
        view = formView(await find(), await usualOf(origin));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        view = noticeView(heading, naming.text(error.message));
      }
      await update({ id: opened.id }, view);
    },
    show,
    addUsual,
  };
}
