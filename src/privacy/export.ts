import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { UserError } from "../base/errors.ts";
import { megabytes } from "../base/words.ts";
import type { Db } from "../store/tables.ts";
import { inEnglish } from "../text/render.ts";
import { sentences } from "../text/sentences.ts";
import { readText } from "../text/stored.ts";
import type { Owner } from "./member/owner.ts";
import { PLACES } from "./places.ts";

/** A file of an export, its bytes in pieces. */
export interface ExportFile {
  name: string;
  /** `application/json`, or `application/gzip` of it. */
  type: string;
  pieces: readonly Uint8Array[];
}

/** Every chat gives one member a file of 10 MB without asking; what is larger as plain text is compressed. */
const PLAIN_BYTES = megabytes(8);
const PACKED_BYTES = megabytes(8);
/** Text is compressed in pieces of so many characters: one after another they are one gzip file (RFC 1952, 2.2). */
const PIECE_CHARS = 1_000_000;
/** Discord shows no more files on one card. */
const MOST_FILES = 3;

const packed = promisify(gzip);

const words = sentences("export", {
  tooLarge: "Your data here is larger than a chat can hand over. Ask whoever runs Reelay for it.",
});

/**
 * Everything that is kept of a member in a workspace, for themselves to read, as `PLACES` says: one JSON file, or where
 * that is too large for a chat up to three that are compressed, each whole by itself. Money is Units, times are
 * milliseconds since 1970. It is read and written a little at a time. Throws UserError for what is too large even so.
 */
export async function exportFiles(db: Db, owner: Owner, at: number): Promise<ExportFile[]> {
  const about = { exportedAt: new Date(at).toISOString(), ...owner, unit: "1/10,000 credit" };
  const files: ExportFile[] = [];
  let part = beginPart(about);
  const end = async (): Promise<void> => {
    if (files.length === MOST_FILES) {
      throw new UserError(words.tooLarge);
    }
    files.push(await part.end(files.length === 0 ? "" : `-${files.length + 1}`));
  };
  for await (const { section, rows } of sections(db, owner)) {
    if (part.bytes() > PACKED_BYTES) {
      await end();
      part = beginPart({ ...about, part: files.length + 1 });
    }
    await part.add(section, rows);
  }
  await end();
  return files;
}

async function* sections(db: Db, owner: Owner): AsyncGenerator<{ section: string; rows: readonly object[] }> {
  for (const { exported, rows } of PLACES) {
    if (exported === undefined || !rows) continue;
    yield { section: exported, rows: [] };
    for await (const some of rows(db, owner)) yield { section: exported, rows: some };
  }
}

/** What a row keeps as a text is told in words. */
function inWords(_name: string, value: unknown): unknown {
  return typeof value === "string" ? inEnglish(readText(value)) : value;
}

/** One file that grows: plain text first, and compressed from when that becomes too large. */
function beginPart(about: object) {
  let text = JSON.stringify(about, undefined, 2).replace(/\n\}$/, "");
  let section: string | undefined;
  let first = true;
  let packing = false;
  const pieces: Uint8Array[] = [];

  const pack = async (): Promise<void> => {
    for (; text.length > 0; text = text.slice(PIECE_CHARS)) pieces.push(await packed(text.slice(0, PIECE_CHARS)));
  };

  return {
    /** Of what is surely in the file; while it is plain text that is nothing yet. */
    bytes: () => pieces.reduce((sum, piece) => sum + piece.byteLength, 0),
    add: async (name: string, rows: readonly object[]): Promise<void> => {
      if (name !== section) {
        text += `${section === undefined ? "" : "\n  ]"},\n  ${JSON.stringify(name)}: [`;
        section = name;
        first = true;
      }
      for (const row of rows) {
        text += `${first ? "" : ","}\n    ${JSON.stringify(readable(row), inWords)}`;
        first = false;
      }
      packing ||= Buffer.byteLength(text) > PLAIN_BYTES;
      if (packing && text.length > PIECE_CHARS) await pack();
    },
    end: async (number: string): Promise<ExportFile> => {
      text += `${section === undefined ? "" : "\n  ]"}\n}\n`;
      const name = `reelay-my-data${number}.json`;
      if (!packing) return { name, type: "application/json", pieces: [Buffer.from(text)] };
      await pack();
      return { name: `${name}.gz`, type: "application/gzip", pieces };
    },
  };
}

/** A row with its JSON columns as what is in them. */
function readable(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, parsed(value)]));
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}
