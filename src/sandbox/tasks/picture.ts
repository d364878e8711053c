/** What the head of a picture file says. */
export interface Picture {
  type: "image/png" | "image/jpeg" | "image/gif" | "image/webp";
  /** Pixels, as shown (after the turn that a camera noted). */
  width: number;
  height: number;
  /** How the stored pixels have to be turned or mirrored to be shown, as Exif counts it: 1 to 8, 1 is not at all. */
  orientation: number;
}

/** Reads type and sides from the first bytes of a file; undefined when it is none of the four kinds, or cut off. */
export function pictureOf(bytes: Buffer): Picture | undefined {
  if (bytes.length < 30) return undefined;
  if (bytes.readUInt32BE(0) === 0x89504e47 && bytes.toString("latin1", 12, 16) === "IHDR") {
    return { type: "image/png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), orientation: 1 };
  }
  if (/^GIF8[79]a$/.test(bytes.toString("latin1", 0, 6))) {
    return { type: "image/gif", width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), orientation: 1 };
  }
  if (bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP") return webp(bytes);
  if (bytes.readUInt16BE(0) === 0xffd8) return jpeg(bytes);
  return undefined;
}

/** The three layouts of https://developers.google.com/speed/webp/docs/riff_container */
function webp(bytes: Buffer): Picture | undefined {
  const layout = bytes.toString("latin1", 12, 16);
  const sides = (width: number, height: number): Picture => ({ type: "image/webp", width, height, orientation: 1 });
  if (layout === "VP8X") return sides(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
  if (layout === "VP8 ") return sides(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (layout !== "VP8L") return undefined;
  const packed = bytes.readUInt32LE(21);
  return sides((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1);
}

/** Walks the segments of a JPEG (ITU-T T.81, annex B) up to the frame header, noting the Exif orientation on the way. */
function jpeg(bytes: Buffer): Picture | undefined {
  let orientation = 1;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      const turned = orientation >= 5;
      return { type: "image/jpeg", width: turned ? height : width, height: turned ? width : height, orientation };
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (marker === 0xe1) orientation = exifOrientation(bytes.subarray(at + 4, end)) ?? orientation;
    at = end;
  }
  return undefined;
}

/** Tag 0x0112 of the first directory (Exif 2.3, 4.6.4 A). */
function exifOrientation(segment: Buffer): number | undefined {
  if (segment.toString("latin1", 0, 6) !== "Exif\0\0" || segment.length < 16) return undefined;
  const tiff = segment.subarray(6);
  const little = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12;
    if (short(at) === 0x0112) return short(at + 8) >= 1 && short(at + 8) <= 8 ? short(at + 8) : undefined;
  }
  return undefined;
}
