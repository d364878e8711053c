import ipaddr from "ipaddr.js";
import { z } from "zod";

/** `callback_url`, on every model: https, at most 2,048 characters, and no internal address. */
export const callback = z
  .url({ protocol: /^https$/, error: "must be an https address" })
  .max(2048, "must be at most 2048 characters")
  .refine((value) => URL.canParse(value) && isPublic(value), "must not be an internal address");

function isPublic(value: string): boolean {
  const host = new URL(value).hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === "unicast";
  return host !== "localhost" && !host.endsWith(".localhost");
}
