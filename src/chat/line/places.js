/**
 * Which options words and attached files go to. Written in JavaScript, since the playground's page loads this very file.
 * @import { Meanings } from "./types.ts"
 */

/** A file's name says enough to choose between a picture's place and a video's; what it really is, the probe says. */
const VIDEO_NAME = /\.(?:mp4|m4v|mov|webm|mkv|avi)$/i;

/**
 * Whether a file can be the option's value.
 * @param {{ readonly kind: string } | undefined} option
 */
export function takesFile(option) {
  return option?.kind === "image" || option?.kind === "video";
}

/**
 * The options that a file can fill, in their order.
 * @param {Readonly<Record<string, { readonly kind: string }>>} options
 */
export function fileOptions(options) {
  return Object.keys(options).filter((name) => takesFile(options[name]));
}

/**
 * The option that the words go to.
 * @param {Meanings} options
 */
export function wordsOption(options) {
  return Object.keys(options).find((name) => options[name]?.rest);
}

/**
 * The options that attached files go to, in their order: all that take one, or those that an option's value says.
 * @param {Meanings} options
 * @param {Readonly<Record<string, unknown>>} given
 * @returns {readonly string[]}
 */
export function placesOf(options, given) {
  for (const [name, { filesGo = {} }] of Object.entries(options)) {
    const value = Object.hasOwn(given, name) ? String(given[name]).toLowerCase() : "";
    if (Object.hasOwn(filesGo, value)) return filesGo[value] ?? [];
  }
  return fileOptions(options);
}

/**
 * The option that each file goes to; none where there is no room. One that a line names (`reference1:coat.png`) goes
 * there, the others to what isn't given yet, in order: a video to a video's place, if there is one.
 * @param {readonly string[]} files their names
 * @param {Meanings} options
 * @param {Readonly<Record<string, unknown>>} given
 * @returns {(string | undefined)[]}
 */
export function placeFiles(files, options, given) {
  /** @type {(string | undefined)[]} */
  const places = files.map(() => undefined);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== "string" || !takesFile(options[name])) continue;
    const said = value.toLowerCase();
    const index = files.findIndex((file, at) => places[at] === undefined && file.toLowerCase() === said);
    if (index >= 0) places[index] = name;
  }
  let free = placesOf(options, given).filter((name) => !Object.hasOwn(given, name));
  for (const [index, file] of files.entries()) {
    if (places[index] !== undefined) continue;
    const kind = isVideoName(file) ? "video" : "image";
    const place = free.find((name) => options[name]?.kind === kind) ?? free[0];
    places[index] = place;
    free = free.filter((name) => name !== place);
  }
  return places;
}

/** @param {string} name a file's */
export function isVideoName(name) {
  return VIDEO_NAME.test(name);
}
