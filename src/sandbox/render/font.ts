/** Columns of a letter, and rows: seven above the base line and two below it for tails. */
export const GLYPH = { width: 5, height: 9 } as const;

/**
 * A small letter form of our own, so that a bare machine without fonts can letter a picture. One word a character, in
 * the order of ASCII from space to tilde: a base-32 digit a row, its five bits the dots from left to right. Rows that
 * are not there are empty.
 */
const ROWS = `
0 4444404 aaa aavavaa 4fke5u4 pq248bj cik8lid 448 2488842 8422248 04lel4 044v44 00000cc48 000e 00000cc 01248g
ehjlphe 4c4444e eh1248v eh161he 26aiv22 vgu11he 68guhhe v124888 ehhehhe ehhf12c 0cc0cc 0cc00cc48 248g842 00v0v
8421248 eh12404 ehnlngf
ehhvhhh uhhuhhu ehggghe uhhhhhu vgguggv vgguggg ehgnhhf hhhvhhh e44444e 72222ic hikokih ggggggv hrllhhh hpljhhh
ehhhhhe uhhuggg ehhhlid uhhukih fgge11u v444444 hhhhhhe hhhhha4 hhhllrh hha4ahh hha4444 v1248gv
e88888e 0g8421 e22222e 4ah 0000000v 842
00e1fhf gguhhhu 00fgggf 11fhhhf 00ehvge 68s8888 00fhhhf1e gguhhhh 40c444e 2062222ic ggikoki c44444e 00qllll 00uhhhh
00ehhhe 00uhhhugg 00fhhhf11 00mpggg 00fge1u 88s8896 00hhhhf 00hhha4 00hhlla 00ha4ah 00hhhhf1e 00v248v
2448442 4444444 8442448 008l2`;

const FIRST = " ".charCodeAt(0);
const glyphs = ROWS.trim()
  .split(/\s+/)
  .map((word) => Array.from(word, (digit) => Number.parseInt(digit, 32)));
const box = [31, 17, 17, 17, 17, 17, 31];

/** The rows of a character, top first, five bits each; an open box where we have no letter for it. */
export function glyphOf(character: string): readonly number[] {
  return glyphs[character.charCodeAt(0) - FIRST] ?? box;
}

/** What people type beyond ASCII and ASCII has a good word for. */
const PLAIN: Readonly<Record<string, string>> = {
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "–": "-",
  "—": "-",
  "…": "...",
};

/** Dropped before the rest is decomposed too: a long run of them is put in order in the square of its length. */
const MARKS = /\p{M}/gu;

/** The text in characters that the letter form has, accents dropped; what is left over will be a box each. */
export function plain(text: string): string {
  return text
    .replace(MARKS, "")
    .normalize("NFKD")
    .replace(MARKS, "")
    .replace(/[“”‘’–—…]/g, (character) => PLAIN[character] ?? character)
    .replace(/\s+/g, " ")
    .replace(/[^ -~]\u200d?/gu, "\u25a1")
    .trim();
}

/** The text broken into at most `lines` lines of `columns` characters, ending in dots when it had to be shortened. */
export function wrap(text: string, columns: number, lines: number): string[] {
  const result: string[] = [];
  let rest = plain(text);
  while (rest !== "" && result.length < lines) {
    let end = rest.length;
    if (end > columns) {
      const space = rest.lastIndexOf(" ", columns);
      end = space > columns / 3 ? space : columns;
    }
    result.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  const last = result.at(-1);
  if (rest !== "" && last !== undefined) {
    const short = last.length > columns - 3 ? last.slice(0, columns - 3).replace(/ [^ ]*$/, "") : last;
    result[result.length - 1] = `${short}...`;
  }
  return result;
}
