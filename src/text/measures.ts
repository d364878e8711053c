import { sentences } from "./sentences.ts";
import type { Text } from "./text.ts";

/** How sizes, times to wait and what somebody typed read in our sentences. */
const words = sentences("measures", {
  megabytes: "{size, number, ::.#} MB",
  seconds: "about {seconds, number} s",
  minutes: "about {minutes, number} min",
  hours: "about {hours, number} h",
  number: "{value, number}",
  quoted: "“{words}”",
});

const BYTES_PER_MB = 1_000_000;

/** “11.5 MB”, rounded up, so that a file just over a limit never reads as the limit itself. */
export function inMegabytes(bytes: number): Text {
  return words.megabytes({ size: Math.ceil((bytes / BYTES_PER_MB) * 10) / 10 });
}

/** “about 40 s”, “about 3 min”, “about 2 h”: a time somebody waits, rounded so that it doesn't promise too much. */
export function roughly(seconds: number): Text {
  if (seconds < 55) return words.seconds({ seconds: Math.max(5, Math.ceil(seconds / 5) * 5) });
  if (seconds < 3_300) return words.minutes({ minutes: Math.round(seconds / 60) });
  return words.hours({ hours: Math.round(seconds / 3_600) });
}

/** “2,501”, for where a number stands alone. In a sentence write `{count, number}`, or a plural. */
export function numberOf(value: number): Text {
  return words.number({ value });
}

/** In quotation marks, as the reader's language has them. */
export function quoted(said: Text): Text {
  return words.quoted({ words: said });
}
