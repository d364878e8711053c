import type { types } from "@slack/bolt";

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" } as const;

/** Whole characters as a reader sees them: a family or a flag is one. */
const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Words for a mrkdwn text or a message's fallback, so that no mention and no link can stand in them. */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (char) => ENTITIES[char as keyof typeof ENTITIES]);
}

/**
 * At most so many characters, as Slack counts them, with an ellipsis when something was left out and no character cut
 * in two. Half a character that came so is replaced, since it can't be sent.
 */
export function atMost(text: string, most: number): string {
  const whole = text.toWellFormed();
  return whole.length <= most ? whole : `${begin(whole, most - 1).trimEnd()}…`;
}

/** A long text in at most `count` parts of at most `most` characters each, cut between lines or words. */
export function parts(text: string, most: number, count: number): string[] {
  const whole = text.toWellFormed();
  if (count <= 1 || whole.length <= most) return whole === "" ? [] : [atMost(whole, most)];
  const room = begin(whole, most);
  const end = [room.lastIndexOf("\n"), room.lastIndexOf(" ")].find((at) => at > most / 2) ?? room.length;
  return [whole.slice(0, end).trimEnd(), ...parts(whole.slice(end).trimStart(), most, count - 1)];
}

/** Text in which nothing means anything but itself, `:emoji:` included. */
export function plain(text: string, most: number): types.PlainTextElement {
  return { type: "plain_text", text: atMost(text, most), emoji: false };
}

function begin(text: string, most: number): string {
  let end = 0;
  for (const { index, segment } of characters.segment(text.slice(0, most + 1))) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  // What looks like one endless character is cut all the same.
  return end === 0 ? text.slice(0, most).toWellFormed() : text.slice(0, end);
}
