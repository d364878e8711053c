import type { Aside } from "../contract/invocation.ts";

/** Lets work begin only when what is more urgent has been done: acknowledgements before what they acknowledge. */
export interface Turns {
  /**
   * Gives what the work gives, once it had its turn. `by` is who asks, the same for all that is one member's. What the
   * work waits for `aside` leaves its turn to others meanwhile. Throws TooMuchAtOnce, at once, when too much waits.
   */
  take<T>(by: string, work: (aside: Aside) => Promise<T>): Promise<T>;
}

/** More is asked than can be done in the time in which it can be answered: by all together, or by this one alone. */
export class TooMuchAtOnce extends Error {
  override readonly name = "TooMuchAtOnce";
  readonly of: "all" | "one";

  constructor(of: TooMuchAtOnce["of"], waiting: number) {
    super(`${waiting} commands of ${of} wait already`);
    this.of = of;
  }
}

/** How much may go on, and may wait, of all and of any one. */
export interface TurnLimits {
  atOnce: number;
  waiting: number;
  /** Of one: what has begun, aside or not. */
  atOnceOfOne: number;
  waitingOfOne: number;
}

/** What one asks for. */
interface Line {
  /** What has not begun, in the order of asking. */
  waits: (() => Promise<void>)[];
  begun: number;
}

/**
 * At most `atOnce` at a time, of each who asks in the order of asking and of all by turns, so that whoever asks for much
 * holds up nobody but themselves. Each begins in a turn of the event loop of its own: with SQLite all that a command
 * does may happen in one such turn, and so whatever has come over the network meanwhile is heard after one command at
 * most, however many wait.
 */
export function createTurns({ atOnce, waiting, atOnceOfOne, waitingOfOne }: TurnLimits): Turns {
  const lines = new Map<string, Line>();
  /** Whose next work may begin, by who has waited longest for a turn. */
  const next = new Map<string, Line>();
  /** What was aside and goes on: it comes first, since it holds the most. */
  const back: (() => void)[] = [];
  let running = 0;
  let waits = 0;
  let begins = false;

  const soon = (): void => {
    if (begins || running >= atOnce || (back.length === 0 && next.size === 0)) return;
    begins = true;
    setImmediate(beginOne);
  };
  const beginOne = (): void => {
    begins = false;
    const goesOn = back.shift();
    const [first] = goesOn ? [] : next;
    if (goesOn) {
      running += 1;
      goesOn();
    } else if (first) begin(...first);
    soon();
  };
  const begin = (by: string, line: Line): void => {
    next.delete(by);
    const work = line.waits.shift();
    if (!work) return;
    running += 1;
    waits -= 1;
    line.begun += 1;
    offer(by, line);
    work().finally(() => {
      running -= 1;
      line.begun -= 1;
      if (line.begun === 0 && line.waits.length === 0) lines.delete(by);
      else offer(by, line);
      soon();
    });
  };
  const offer = (by: string, line: Line): void => {
    if (line.waits.length > 0 && line.begun < atOnceOfOne && !next.has(by)) next.set(by, line);
  };
  const goAside: Aside = async (wait) => {
    running -= 1;
    soon();
    try {
      return await wait();
    } finally {
      await new Promise<void>((resolve) => {
        back.push(resolve);
        soon();
      });
    }
  };

  return {
    take: (by, work) =>
      new Promise((resolve, reject) => {
        const line = lines.get(by) ?? { waits: [], begun: 0 };
        if (waits >= waiting) throw new TooMuchAtOnce("all", waits);
        if (line.waits.length >= waitingOfOne) throw new TooMuchAtOnce("one", line.waits.length);
        lines.set(by, line);
        waits += 1;
        line.waits.push(() => work(goAside).then(resolve, reject));
        offer(by, line);
        soon();
      }),
  };
}
