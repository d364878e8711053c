/** Why the gateway takes no jobs from here, and since when, in milliseconds since 1970. */
export interface Closed {
  since: number;
  /** The account is empty, or its key is refused. */
  why: "empty" | "key";
}

/** Whether the gateway takes jobs from here. */
export interface Account {
  /** Why it doesn't; undefined while it does. Throws when nobody knows, which is a no as well. */
  accountClosed?: () => Promise<Closed | undefined>;
}
