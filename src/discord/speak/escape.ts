/** Stands for something in Discord's markdown wherever it is: styles, code, spoilers, links, mentions, emoji, times. */
const ANYWHERE = new Set("\\*_~`|<@:[]");
/** Only at the beginning of a line: a heading, a list, small print, a quote. */
const OPENING = new Set("#-+>");

/** Marks that turn the direction of all that follows in a line, and with it what others have written there. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * A member's words so that Discord shows them just as they were typed: no markdown, no mention, no link that can be
 * followed. When that takes more than `room` characters, as many as fit, and an ellipsis.
 */
export function disarm(text: string, room = Number.POSITIVE_INFINITY): string {
  let whole = "";
  let kept = "";
  for (const piece of pieces(text.replace(/\r\n?/g, "\n").toWellFormed())) {
    whole += piece;
    if (whole.length > room) return room < 1 ? "" : `${kept.trimEnd()}…`;
    if (whole.length < room) kept = whole;
  }
  return whole;
}

/** As `disarm`, on one line, for what stands beside other words. */
export function disarmLine(text: string, room?: number): string {
  return disarm(flat(text), room);
}

/** The words on one line, without marks that would turn the rest of it around. */
export function flat(text: string): string {
  return text.toWellFormed().replace(TURNING, "").replace(/\s+/g, " ").trim();
}

/** The characters one by one, each with the backslash that it needs: Discord shows any sign behind one as it is. */
function* pieces(text: string): Generator<string> {
  // What of the line came before: nothing but space, a number that a full stop would make a list's, or words.
  let before: "space" | "number" | "words" = "space";
  for (const char of text) {
    const opens = before === "space" ? OPENING.has(char) : before === "number" && char === ".";
    yield opens || ANYWHERE.has(char) ? `\\${char}` : char;
    if (char === "\n") before = "space";
    else if (before !== "words" && /\d/.test(char)) before = "number";
    else if (before !== "space" || char.trim() !== "") before = "words";
  }
}
