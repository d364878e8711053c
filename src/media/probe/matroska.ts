import type { Reader } from "./reader.ts";

/** Whether a WebM's one segment ends inside the file, where its length is written at all. */
export async function isWholeMatroska(reader: Reader): Promise<boolean> {
  const header = await element(reader, 0);
  const segment = header && (await element(reader, header.data + (header.length ?? 0)));
  return segment !== undefined && (segment.length === undefined || segment.data + segment.length <= reader.size);
}

/** An EBML element at an offset: where its data start, and their length unless it is written as unknown. */
async function element(reader: Reader, offset: number): Promise<{ data: number; length?: number } | undefined> {
  const bytes = await reader.read(offset, 12);
  const idBytes = Math.clz32((bytes[0] ?? 0) || 1) - 23;
  const first = bytes[idBytes] ?? 0;
  const lengthBytes = Math.clz32(first || 1) - 23;
  if (first === 0 || bytes.length < idBytes + lengthBytes) return undefined;
  const data = offset + idBytes + lengthBytes;
  // The leading one bit says how long the number is; all ones behind it say that it is unknown.
  let length = BigInt(first & (0xff >> lengthBytes));
  for (let at = 1; at < lengthBytes; at++) length = (length << 8n) | BigInt(bytes[idBytes + at] ?? 0);
  const unknown = (1n << BigInt(7 * lengthBytes)) - 1n;
  return length === unknown ? { data } : { data, length: Number(length) };
}
