/**
 * Slack was seen to give back a button's value with `&`, `<` and `>` as entities, and not always (slack-button-escaped in
 * docs/platforms.md). So none of them stands in a value: what has one is written with percents behind this mark.
 */
const MARK = "%:";

/** Before the id of the job whose own line a button stands for, where the line is too long to be held. */
export const JOB = "job:";

/** A line as a button's value. It may be longer than the line. */
export function writeValue(line: string): string {
  const whole = line.toWellFormed();
  if (!/[&<>]/.test(whole) && !whole.startsWith(MARK)) return whole;
  return `${MARK}${whole.replace(/[%&<>]/g, encodeURIComponent)}`;
}

/** The line of a button's value. */
export function readValue(value: string): string {
  if (!value.startsWith(MARK)) return value;
  return value.slice(MARK.length).replace(/%(25|26|3C|3E)/g, decodeURIComponent);
}
