import { writeFile } from "node:fs/promises";
import { registerMediabunnyServer } from "@mediabunny/server";
import * as av from "node-av";
import { renderMovie } from "../render/movie.ts";
import { sidesOfAspect } from "../render/spec.ts";

/** Makes the bundled clips anew: `node src/sandbox/clips/make.ts`, on a machine that has the encoder. */
av.Log.setLevel(av.AV_LOG_QUIET);
registerMediabunnyServer();
const shapes = { landscape: "16:9", portrait: "9:16", square: "1:1" } as const;
for (const [name, aspect] of Object.entries(shapes)) {
  const [width, height] = sidesOfAspect(aspect, "720p");
  const captions = [{ seconds: 5, text: "A bundled sample clip" }];
  const spec = { width, height, seconds: 5, sound: false, captions };
  const movie = await renderMovie(spec, {}, { density: 0.2, latencyMode: "quality" });
  await writeFile(new URL(`./${name}.mp4`, import.meta.url), movie);
}
