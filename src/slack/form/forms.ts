import { isDeepStrictEqual } from "node:util";
import type { types } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { messageOf, UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { refusalCard } from "../../chat/cards/refusals.ts";
import { formatLine } from "../../chat/line/line.ts";
import type { Text } from "../../text/text.ts";
import type { Call } from "../api/calls.ts";
import type { Profiles } from "../api/profiles.ts";
import { SlackFailed } from "../api/trouble.ts";
import type { Naming } from "../draw/naming.ts";
import { sayIn } from "../draw/say.ts";
import type { Answers } from "../speak/answers.ts";
import type { Origin } from "../speak/origin.ts";
import { formWords } from "./form.words.ts";
import { type Filling, formView, noticeView, type Usual } from "./view.ts";

/** Opens forms, and fills them in. */
export interface Forms {
  /** Opens the form at once, and fills in what the member usually wants when that is read. */
  open(origin: Origin, filling: Filling): Promise<void>;
  /**
   * Opens a view at once that says one moment, and puts the form into it when it is known what is in it. `find` throws
   * UserError with the sentence for who can't have it.
   */
  openLater(origin: Origin, heading: Text, find: () => Promise<Filling>): Promise<void>;
  /** Opens a view; `line` is what a member gets back, with a button for it, when it is too late for that. */
  show(origin: Origin, view: types.ModalView, line: string): Promise<OpenView | undefined>;
  /**
   * Fills what the member usually wants into a form that is open, and says it in their language where that wasn't known
   * yet, unless the form has changed since it had the hash.
   */
  complete(origin: Origin, open: OpenView, filling: Filling): Promise<void>;
}

interface OpenView {
  id: string;
  hash?: string;
  /** What it shows. */
  view: types.ModalView;
}

interface Ports {
  /** One that doesn't post: a form must be opened within seconds, whatever waits there. */
  web: Pick<WebClient, "views">;
  call: Call;
  languages: Pick<Profiles, "localeOf" | "localeNow">;
  answers: Pick<Answers, "give">;
  naming: Pick<Naming, "text">;
  usual(owner: { workspace: string; member: string }): Promise<Usual>;
  log: Logger;
}

/** A trigger's own errors: three seconds are over, or it has opened something already. */
const LATE = new Set(["expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "invalid_trigger"]);

export function createForms({ web, call, languages, answers, naming, usual, log }: Ports): Forms {
  /** The form as the member is to see it in the end. */
  const wholeForm = async (origin: Origin, filling: Filling): Promise<types.ModalView> => {
    const { workspace, user } = origin;
    const [wanted, locale] = await Promise.all([usual({ workspace, member: user }), languages.localeOf(origin)]);
    return formView(filling, wanted, sayIn(locale));
  };

  /** A form that was closed or sent meanwhile needs nothing more. */
  const update = async ({ id, hash }: Omit<OpenView, "view">, view: types.ModalView): Promise<void> => {
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
      return { id: opened.view?.id ?? "", hash: opened.view?.hash ?? "", view };
    } catch (error) {
      // A trigger lives for three seconds, so there is no trying again; a press of the button brings a new one.
      if (!(error instanceof SlackFailed) || (error.how === "refused" && !LATE.has(error.code ?? ""))) throw error;
      log.info({ reason: error.message }, "a form could not be opened");
      await answers.give(origin, [refusalCard(formWords.late, line)]);
      return undefined;
    }
  };

  const complete: Forms["complete"] = async (origin, open, filling) => {
    const view = await wholeForm(origin, filling);
    if (!isDeepStrictEqual(view, open.view)) await update(open, view);
  };

  return {
    open: async (origin, filling) => {
      const view = formView(filling, {}, sayIn(languages.localeNow(origin)));
      const opened = await show(origin, view, formatLine(filling.command.name, filling.given));
      if (opened) await complete(origin, opened, filling);
    },
    openLater: async (origin, heading, find) => {
      const now = sayIn(languages.localeNow(origin));
      const opened = await show(origin, noticeView(heading, formWords.opening, now), "");
      if (!opened) return;
      let view: types.ModalView;
      try {
        view = await wholeForm(origin, await find());
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const say = sayIn(await languages.localeOf(origin));
        view = noticeView(heading, naming.text(say(error.text)), say);
      }
      await update({ id: opened.id }, view);
    },
    show,
    complete,
  };
}
