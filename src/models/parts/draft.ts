/**
 * A model's input as a command puts it together: file sources in the place of media, names in the place of elements
 * until the cast has been looked up, nothing judged yet.
 */
export type Draft = Readonly<Record<string, unknown>>;
