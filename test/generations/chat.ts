import type { MessageRef } from "../../src/chat/contract/chat.ts";
import type { Announcer, GenerationView, TooLarge } from "../../src/generations/show/view.ts";

/** A channel in memory. It keeps one message a generation, as every adapter must, and shows all that was ever posted. */
export interface RecordingAnnouncer extends Announcer {
  /** How many announcements there are of this generation: never more than one. */
  posts(id: string): number;
  /** The states that its announcement has shown, one after the other, each change once. */
  story(id: string): string[];
  /** What its announcement shows now. */
  shown(id: string): GenerationView;
  /** All edits there were, of all. */
  readonly edits: number;
  /** The next so many calls fail, or find that they can never work. */
  fails: { post: number; edit: number; notify: number };
  /** From now on, for good. */
  gone: { post: boolean; edit: boolean; notify: boolean };
  /** The jobs whose members were notified of the end, one entry a time. */
  readonly notified: readonly string[];
  /** Each try to notify, and each to post. */
  notices(id: string): { again: boolean }[];
  attempts(id: string): { again: boolean }[];
  /** How often its announcement has been made to show this state. */
  shows(id: string, state: string): number;
  /** What the chat has against the size of a view's video. */
  refuses?: (view: GenerationView) => TooLarge | undefined;
  /** Called at each edit, before it is done. */
  onEdit?: () => Promise<void>;
  /** Whether its messages show the library's own files. */
  ours: boolean;
  /** An answer to the next post is lost: it is in the channel all the same. */
  losePost(): void;
}

export function recordingAnnouncer(): RecordingAnnouncer {
  const messages = new Map<string, GenerationView[]>();
  const posted: string[] = [];
  const fails = { post: 0, edit: 0, notify: 0 };
  const gone = { post: false, edit: false, notify: false };
  const notified: string[] = [];
  const notices: { id: string; again: boolean }[] = [];
  const attempts: { id: string; again: boolean }[] = [];
  const tries = (of: typeof notices, id: string) => of.filter((one) => one.id === id).map(({ again }) => ({ again }));
  let lost = false;
  let edits = 0;

  const of = (id: string): GenerationView[] => messages.get(id) ?? [];
  const answer = (call: "post" | "edit" | "notify"): void => {
    if (fails[call] <= 0) return;
    fails[call] -= 1;
    throw new Error(`The chat did not answer the ${call}`);
  };

  const announcer: RecordingAnnouncer = {
    fails,
    gone,
    ours: true,
    notices: (id) => tries(notices, id),
    attempts: (id) => tries(attempts, id),
    shows: (id, state) => of(id).filter((view) => view.state === state).length,
    notified,
    losePost: () => {
      lost = true;
    },
    posts: (id) => posted.filter((one) => one === id).length,
    story: (id) => {
      const states = of(id).map(({ state }) => state);
      return states.filter((state, i) => state !== states[i - 1]);
    },
    shown: (id) => {
      const view = of(id).at(-1);
      if (!view) throw new Error(`${id} was never announced`);
      return view;
    },
    get edits() {
      return edits;
    },
    showsOurs: () => announcer.ours,
    editEveryMs: () => 2_000,
    post: async (view, again) => {
      attempts.push({ id: view.id, again });
      if (gone.post) return "gone";
      answer("post");
      if (!messages.has(view.id)) {
        posted.push(view.id);
        messages.set(view.id, [view]);
      }
      if (lost) {
        lost = false;
        throw new Error("The chat's answer was lost");
      }
      return `message of ${view.id}` as MessageRef;
    },
    notify: async (message, view, again) => {
      notices.push({ id: view.id, again });
      if (gone.notify || message === undefined) return "gone";
      answer("notify");
      notified.push(view.id);
      return "told";
    },
    edit: async (message, view) => {
      edits += 1;
      await announcer.onEdit?.();
      if (gone.edit) return "gone";
      answer("edit");
      if (message !== `message of ${view.id}`) throw new Error(`${message} is another's`);
      const refused = announcer.refuses?.(view);
      if (refused) return refused;
      of(view.id).push(view);
      return "shown";
    },
  };
  return announcer;
}
