import type { Request } from "express";

/** The language that the browser asks for first, as a BCP 47 tag. */
export function localeOf(request: Request): string {
  const [first] = request.acceptsLanguages();
  return first === undefined || first === "*" ? "en" : first;
}
