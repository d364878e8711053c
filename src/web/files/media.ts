import type { RequestHandler } from "express";
import type { Clock } from "../../base/clock.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import { typeOf } from "../../media/probe/probe.ts";
import type { Links, Stands } from "./links.ts";
import { sendFile } from "./send-file.ts";

/** What a browser that shows a file by itself may do with it: show it, and nothing else. */
const FILE_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
const LONGEST_CACHE_S = 24 * 60 * 60;

/** `GET|HEAD /media/:token`: one file of the library, in ranges where they are asked for. */
export function serveMedia(parts: {
  library: MediaLibrary;
  links: Links;
  stands: Stands;
  clock: Clock;
}): RequestHandler<{ token: string }> {
  const { library, links, stands, clock } = parts;
  return async (req, res, next) => {
    const now = clock.now();
    const link = links.read(req.params.token, now);
    if (!link || !(await stands(link)) || !(await library.has(link.hash))) return next();
    const path = await library.local(link.hash);
    const type = await typeOf(path);
    const left = Math.min(LONGEST_CACHE_S, Math.floor((link.expiresAt - now) / 1000));
    res.set({
      "Content-Type": type ?? "application/octet-stream",
      "Content-Disposition": disposition(type ? "inline" : "attachment", link.name),
      "Content-Security-Policy": FILE_POLICY,
      "Cache-Control": `private, max-age=${left}, immutable`,
      ETag: `"${link.hash}"`,
    });
    sendFile(path, res, next);
  };
}

/** Content-Disposition by RFC 6266: the name in UTF-8, and in plain ASCII for those who read only that. */
export function disposition(kind: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const escaped = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${escaped}`;
}
