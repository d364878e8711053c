/**
 * A message's text as Discord's client shows it: what is behind a backslash as it is, styles and small print without
 * their marks, links by their words, and mentions and times by what stands for them. Only as much of the markdown as
 * can be told from words, which is more than Reelay writes: what it failed to disarm doesn't read as it was typed.
 */
export function readAsShown(text: string): string {
  return text.split("\n").map(readLine).join("\n");
}

/** A heading, small print, a quote or a list's item. */
const OPENING = /^(\s*)(?:-#|#{1,3}|>{1,3}|[-*+]|\d+\.)\s+/;

/** What is shown otherwise than it is written, the longer marks first. Each has its shown words in a group, or none. */
const INLINE = [
  /\\([^0-9A-Za-z\s])/,
  /`+([^`]+)`+/,
  /\[([^\]]+)\]\(<?https?:[^)]+\)/,
  /<(?:[@#!&]+|t:|a?:\w+:)[\w:!&]+>/,
  /\*\*((?:[^*\\]|\\.)+)\*\*/,
  /__((?:[^_\\]|\\.)+)__/,
  /~~((?:[^~\\]|\\.)+)~~/,
  /\|\|((?:[^|\\]|\\.)+)\|\|/,
  /\*((?:[^*\\]|\\.)+)\*/,
  /_((?:[^_\\]|\\.)+)_/,
];
const ANY = new RegExp(INLINE.map(({ source }) => source).join("|"), "g");

/** Behind these marks nothing is read any more. */
const PLAIN = 2;

function readLine(line: string): string {
  return readInline(line.replace(OPENING, "$1"));
}

function readInline(text: string): string {
  return text.replace(ANY, (_whole, ...groups: (string | undefined)[]) => {
    const index = groups.slice(0, INLINE.length - 1).findIndex((words) => typeof words === "string");
    const words = groups[index];
    if (words === undefined) return "";
    return index < PLAIN ? words : readInline(words);
  });
}
