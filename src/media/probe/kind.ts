import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

/** What a file's first bytes say it is. `what` stands in a sentence: “boat.png is a PDF”. */
export type Kind =
  | { readonly is: "image" | "video"; readonly type: string }
  /** A picture or a video of a sort that no model takes. */
  | { readonly is: "foreign"; readonly of: "image" | "video"; readonly what: Text }
  | { readonly is: "other"; readonly what: Text };

/** As many first bytes as `kindOf` wants to see. */
export const HEAD_BYTES = 4096;

/** What a file is that can't be used, as it stands in a sentence. */
const words = sentences("media.kinds", {
  tiff: "a TIFF picture",
  photoshop: "a Photoshop file",
  icon: "an icon",
  jpegXl: "a JPEG XL picture",
  flv: "an FLV video",
  mpeg: "an MPEG video",
  windowsMedia: "a Windows Media file",
  ogg: "an Ogg file",
  mp3: "sound (MP3)",
  flac: "sound (FLAC)",
  pdf: "a PDF",
  zip: "a ZIP file",
  rar: "an archive (RAR)",
  sevenZip: "an archive (7z)",
  gzip: "an archive (gzip)",
  program: "a program",
  transportStream: "an MPEG transport stream",
  bmp: "a BMP picture",
  unknown: "a file of a kind I don't know",
  avi: "an AVI video",
  avif: "an AVIF picture",
  heic: "a HEIC picture",
  m4a: "sound (M4A)",
  empty: "empty",
  svg: "an SVG drawing",
  webPage: "a web page",
  text: "text",
  wav: "sound (WAV)",
});

const image = (type: string): Kind => ({ is: "image", type });
const video = (type: string): Kind => ({ is: "video", type });
const foreign = (of: "image" | "video", what: Text): Kind => ({ is: "foreign", of, what });
const other = (what: Text): Kind => ({ is: "other", what });

/** First bytes, as Latin-1, that tell a kind by themselves. */
const SIGNATURES: readonly (readonly [string, Kind])[] = [
  ["\x89PNG\r\n\x1a\n", image("image/png")],
  ["\xff\xd8\xff", image("image/jpeg")],
  ["GIF87a", image("image/gif")],
  ["GIF89a", image("image/gif")],
  ["II*\0", foreign("image", words.tiff)],
  ["MM\0*", foreign("image", words.tiff)],
  ["8BPS", foreign("image", words.photoshop)],
  ["\0\0\x01\0", foreign("image", words.icon)],
  ["\xff\x0a", foreign("image", words.jpegXl)],
  ["\0\0\0\x0cJXL ", foreign("image", words.jpegXl)],
  ["FLV\x01", foreign("video", words.flv)],
  ["\0\0\x01\xba", foreign("video", words.mpeg)],
  ["\0\0\x01\xb3", foreign("video", words.mpeg)],
  ["\x30\x26\xb2\x75\x8e\x66\xcf\x11", foreign("video", words.windowsMedia)],
  ["OggS", other(words.ogg)],
  ["ID3", other(words.mp3)],
  ["fLaC", other(words.flac)],
  ["%PDF-", other(words.pdf)],
  ["PK\x03\x04", other(words.zip)],
  ["Rar!\x1a\x07", other(words.rar)],
  ["7z\xbc\xaf", other(words.sevenZip)],
  ["\x1f\x8b", other(words.gzip)],
  ["MZ", other(words.program)],
  ["\x7fELF", other(words.program)],
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
  if (bytes[0] === 0x47 && bytes[188] === 0x47) return foreign("video", words.transportStream);
  if (start.startsWith("BM") && bytes.length > 14 && bytes.readUInt32LE(6) === 0) return foreign("image", words.bmp);
  return text(bytes) ?? other(words.unknown);
}

function riff(form: string): Kind {
  if (form === "WEBP") return image("image/webp");
  if (form === "AVI ") return foreign("video", words.avi);
  return other(form === "WAVE" ? words.wav : words.unknown);
}

/** `ftyp`: the major brand at 8, the compatible ones from 16 on. */
function isoFile(bytes: Buffer): Kind {
  const length = bytes.readUInt32BE(0);
  const major = bytes.toString("latin1", 8, 12);
  const brands = [major, ...(bytes.toString("latin1", 16, Math.min(length, 256)).match(/.{4}/gs) ?? [])];
  if (major === "qt  ") return video("video/quicktime");
  if (/^(avif|avis)$/.test(major)) return foreign("image", words.avif);
  if (/^(hei[cxms]|hev[cx])$/.test(major)) return foreign("image", words.heic);
  if (/^(mif1|msf1)$/.test(major)) {
    return foreign("image", brands.includes("avif") ? words.avif : words.heic);
  }
  if (/^M4[AB] $/.test(major)) return other(words.m4a);
  return video(major.startsWith("3g") ? "video/3gpp" : "video/mp4");
}

function text(bytes: Buffer): Kind | undefined {
  if (bytes.length === 0) return other(words.empty);
  // Control characters but tab, line breaks, form feed and escape do not occur in text.
  if (bytes.some((byte) => byte < 9 || byte === 11 || (byte > 13 && byte < 32 && byte !== 27))) return undefined;
  let said: string;
  try {
    said = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined; // not UTF-8, so not text as far as we can tell
  }
  const lower = said.trimStart().toLowerCase();
  if (lower.startsWith("<svg", rootOf(lower))) return foreign("image", words.svg);
  return other(/^(<!doctype html|<html)/.test(lower) ? words.webPage : words.text);
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
