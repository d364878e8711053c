/** The voices that the gateway publishes (https://docs.evolink.ai/en/api-manual/video-series/kling/kling-custom-element). */
export const voices = [
  { name: "flirtatious girlfriend", id: "829824295735410756" },
  { name: "gentle woman", id: "829826751244537879" },
  { name: "male announcer", id: "829826792415842333" },
  { name: "reserved young man", id: "829826834144964676" },
  { name: "affectionate girlfriend", id: "829826884271091753" },
] as const satisfies readonly { name: string; id: string }[];

/** The id of a voice by its published name, or what was typed where it looks like an id; else undefined. */
export function voiceId(typed: string): string | undefined {
  const said = typed.trim();
  const known = voices.find(({ name }) => name === said.toLowerCase());
  return known?.id ?? (/^[\w-]{1,64}$/.test(said) ? said : undefined);
}
