/** The decoder and encoder, loaded: libav's own calls. */
export type Av = typeof import("node-av");

/** Brings libav in, which takes some 50 MB. Throws when the optional package is not installed, or does not load here. */
export async function loadAv(): Promise<Av> {
  const av = await import("node-av");
  // What goes wrong is thrown; libav would write it, and much besides, straight to standard error.
  av.Log.setLevel(av.AV_LOG_QUIET);
  return av;
}
