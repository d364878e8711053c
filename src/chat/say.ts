/** How times read in our sentences, and how long words are cut. */

/** “about 40 s”, “about 3 min”, “about 2 h”: a time somebody waits, rounded so that it doesn't promise too much. */
export function sayWait(seconds: number): string {
  if (seconds < 55) return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} s`;
  if (seconds < 3_300) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3_600)} h`;
}

/** “1 December”, in UTC, in which all periods begin. */
export function sayDay(time: number): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" }).format(time);
}

/** At most `length` characters, on a word's end where there is one, with an ellipsis when something was left out. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  // Half an emoji would be shown as a broken character.
  const cut = text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "");
  const space = cut.lastIndexOf(" ");
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
