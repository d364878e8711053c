/** What a file's first bytes say it is. `what` stands in a sentence: “its bytes are a PDF”. */
export type Kind =
  | { readonly is: "image" | "video"; readonly type: string }
  /** A picture or a video of a sort that no model takes. */
  | { readonly is: "foreign"; readonly of: "image" | "video"; readonly what: string }
  | { readonly is: "other"; readonly what: string };

/** As many first bytes as `kindOf` wants to see. */
export const HEAD_BYTES = 4096;

const image = (type: string): Kind => ({ is: "image", type });
const video = (type: string): Kind => ({ is: "video", type });
const foreign = (of: "image" | "video", what: string): Kind => ({ is: "foreign", of, what });
const other = (what: string): Kind => ({ is: "other", what });

/** First bytes, as Latin-1, that tell a kind by themselves. */
const SIGNATURES: readonly (readonly [string, Kind])[] = [
  ["\x89PNG\r\n\x1a\n", image("image/png")],
  ["\xff\xd8\xff", image("image/jpeg")],
  ["GIF87a", image("image/gif")],
  ["GIF89a", image("image/gif")],
  ["II*\0", foreign("image", "a TIFF picture")],
  ["MM\0*", foreign("image", "a TIFF picture")],
  ["8BPS", foreign("image", "a Photoshop file")],
  ["\0\0\x01\0", foreign("image", "an icon")],
  ["\xff\x0a", foreign("image", "a JPEG XL picture")],
  ["\0\0\0\x0cJXL ", foreign("image", "a JPEG XL picture")],
  ["FLV\x01", foreign("video", "an FLV video")],
  ["\0\0\x01\xba", foreign("video", "an MPEG video")],
  ["\0\0\x01\xb3", foreign("video", "an MPEG video")],
  ["\x30\x26\xb2\x75\x8e\x66\xcf\x11", foreign("video", "a Windows Media file")],
  ["OggS", other("an Ogg file")],
  ["ID3", other("sound (MP3)")],
  ["fLaC", other("sound (FLAC)")],
  ["%PDF-", other("a PDF")],
  ["PK\x03\x04", other("a ZIP file")],
  ["Rar!", other("an archive (RAR)")],
  ["7z\xbc\xaf", other("an archive (7z)")],
  ["\x1f\x8b", other("an archive (gzip)")],
  ["MZ", other("a program")],
  ["\x7fELF", other("a program")],
];

/** Judges a file by its first bytes alone; names and extensions are never asked. */
export function kindOf(head: Uint8Array): Kind {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD_BYTES));
  const start = bytes.toString("latin1", 0, 64);
  const signed = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (signed) return signed[1];
  if (start.startsWith("RIFF")) return riff(start.slice(8, 12));
  if (start.startsWith("\x1a\x45\xdf\xa3")) return video(start.includes("webm") ? "video/webm" : "video/x-matroska");
  if (start.slice(4, 8) === "ftyp") return isoFile(bytes);
  // QuickTime files of old have no `ftyp`.
  if (["moov", "mdat", "wide", "pnot", "skip", "free"].includes(start.slice(4, 8))) return video("video/quicktime");
  if (bytes[0] === 0x47 && bytes[188] === 0x47) return foreign("video", "an MPEG transport stream");
  if (start.startsWith("BM") && bytes.length > 14 && bytes.readUInt32LE(6) === 0)
    return foreign("image", "a BMP picture");
  return text(bytes) ?? other("of no kind that Reelay knows");
}

function riff(form: string): Kind {
  if (form === "WEBP") return image("image/webp");
  if (form === "AVI ") return foreign("video", "an AVI video");
  return other(form === "WAVE" ? "sound (WAV)" : "of no kind that Reelay knows");
}

/** `ftyp`: the major brand at 8, the compatible ones from 16 on. */
function isoFile(bytes: Buffer): Kind {
  const length = bytes.readUInt32BE(0);
  const major = bytes.toString("latin1", 8, 12);
  const brands = [major, ...(bytes.toString("latin1", 16, Math.min(length, 256)).match(/.{4}/gs) ?? [])];
  if (major === "qt  ") return video("video/quicktime");
  if (/^(avif|avis)$/.test(major)) return foreign("image", "an AVIF picture");
  if (/^(hei[cxms]|hev[cx])$/.test(major)) return foreign("image", "a HEIC picture");
  if (/^(mif1|msf1)$/.test(major)) {
    return foreign("image", brands.includes("avif") ? "an AVIF picture" : "a HEIC picture");
  }
  if (/^M4[AB] $/.test(major)) return other("sound (M4A)");
  return video(major.startsWith("3g") ? "video/3gpp" : "video/mp4");
}

function text(bytes: Buffer): Kind | undefined {
  if (bytes.length === 0) return other("none at all");
  // Control characters but tab, line breaks, form feed and escape do not occur in text.
  if (bytes.some((byte) => byte < 9 || byte === 11 || (byte > 13 && byte < 32 && byte !== 27))) return undefined;
  let said: string;
  try {
    said = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined; // not UTF-8, so not text as far as we can tell
  }
  const lower = said.trimStart().toLowerCase();
  if (lower.startsWith("<svg", rootOf(lower))) return foreign("image", "an SVG drawing");
  return other(/^(<!doctype html|<html)/.test(lower) ? "a web page" : "text");
}

/** What may stand before a drawing's own element, and what ends it. */
const PROLOG = [
  ["<?xml", ">"],
  ["<!--", "-->"],
  ["<!doctype svg", ">"],
] as const;

/**
 * Where the root element of an XML text begins, if it is one. By its own loop, which never goes back: a regular
 * expression that tries each comment's end anew takes for ever over a few dozen of them.
 */
function rootOf(text: string): number {
  for (let at = 0; ; ) {
    const [open, close] = PROLOG.find(([opens]) => text.startsWith(opens, at)) ?? [];
    if (open === undefined || close === undefined) return at;
    const end = text.indexOf(close, at + open.length);
    if (end < 0) return text.length;
    at = end + close.length;
    while (at < text.length && text[at]?.trim() === "") at += 1;
  }
}
