/** Lets work begin only when what is more urgent has been done: acknowledgements before what they acknowledge. */
export interface Turns {
  /** Gives what the work gives, once it had its turn. Throws TooMuchAtOnce, at once, when too much waits already. */
  take<T>(work: () => Promise<T>): Promise<T>;
}

/** More is asked than can be done in the time in which it can be answered. */
export class TooMuchAtOnce extends Error {
  override readonly name = "TooMuchAtOnce";

  constructor(waiting: number) {
    super(`${waiting} commands wait already`);
  }
}

/**
 * At most `atOnce` at a time, in the order of asking, and each begins in a turn of the event loop of its own. With
 * SQLite all that a command does may happen in one such turn; so whatever has come over the network meanwhile is heard
 * after one command at most, however many wait.
 */
export function createTurns({ atOnce, waiting }: { atOnce: number; waiting: number }): Turns {
  const queue: (() => Promise<void>)[] = [];
  let running = 0;
  let begins = false;

  const beginOne = (): void => {
    begins = false;
    const next = running < atOnce ? queue.shift() : undefined;
    if (!next) return;
    running += 1;
    next().finally(() => {
      running -= 1;
      soon();
    });
    soon();
  };
  const soon = (): void => {
    if (begins || queue.length === 0) return;
    begins = true;
    setImmediate(beginOne);
  };

  return {
    take: (work) =>
      new Promise((resolve, reject) => {
        if (queue.length >= waiting) throw new TooMuchAtOnce(queue.length);
        queue.push(() => work().then(resolve, reject));
        soon();
      }),
  };
}
