/** What has been opened, to be closed in the opposite order. */
export interface Closers {
  /** Remembers how to close what has just been opened. */
  add(close: () => unknown): void;
  /** Closes all of it, the last opened first. A second call has nothing left to do. */
  close(): Promise<void>;
}

export function createClosers(): Closers {
  const closers: (() => unknown)[] = [];
  return {
    add: (close) => void closers.push(close),
    close: async () => {
      for (let close = closers.pop(); close; close = closers.pop()) await close();
    },
  };
}
