import type { Clock } from "../../base/clock.ts";
import type { Adapter, Ear } from "../../chat/adapter/adapter.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import type { Presence, Standing } from "./presence.ts";

/** So long the start waits for chats that don't answer; they are tried on after that. */
const FIRST_TRIES_MS = 30_000;

type Listen = NonNullable<Adapter["listen"]>;

/** All chats of a process, each on its own. */
export interface AllChats {
  standings(): readonly Standing[];
  /** Begins to connect them all, and gives what is known when each has been tried once, or one takes too long. */
  start(dispatch: Dispatch): Promise<FirstTries>;
  stop(): Promise<void>;
}

export interface FirstTries {
  /** What the operator is told, a line each. */
  notices: readonly string[];
  /** What all of them refuse of the settings, so that nobody could be heard or told; undefined while one may come. */
  refused: readonly string[] | undefined;
}

/**
 * `presences` are the chats that have to be connected, `local` those that are in this process: these are there as soon as
 * they listen, and nobody has to be told of them.
 */
export function allChats(
  { presences, local }: { presences: readonly Presence[]; local: readonly Listen[] },
  clock: Pick<Clock, "sleep">,
): AllChats {
  const stopping = new AbortController();
  const ears: Ear[] = [];
  return {
    standings: () => presences.map((presence) => presence.standing()),
    start: async (dispatch) => {
      for (const listen of local) {
        ears.push(await listen(dispatch, { changed: () => undefined, signal: stopping.signal }));
      }
      const over = new AbortController();
      const all = Promise.all(presences.map((presence) => presence.start(dispatch))).then(() => over.abort());
      await Promise.race([all, clock.sleep(FIRST_TRIES_MS, over.signal)]);
      const refusals = presences.map((presence) => presence.refused());
      const none = local.length === 0 && presences.length > 0 && refusals.every((problems) => problems !== undefined);
      return {
        notices: presences.flatMap((presence) => presence.notice() ?? []),
        refused: none ? refusals.flatMap((problems) => problems ?? []) : undefined,
      };
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([...presences.map((presence) => presence.stop()), ...ears.map((ear) => ear.close())]);
    },
  };
}
