import { rename, writeFile } from "node:fs/promises";
import { Logging, LogLevel } from "mediabunny";
import { messageOf } from "../../base/errors.ts";
import { renderMovie } from "./movie.ts";
import type { Planes } from "./planes.ts";
import type { RenderOrder, RenderReport } from "./renderer.ts";
import type { Still } from "./spec.ts";
import { type Av, openStill } from "./still.ts";

/** The process that renders, so that the server goes on answering and can end it. Orders come one at a time. */
async function loadEncoder(): Promise<Av> {
  const [{ registerMediabunnyServer }, av] = await Promise.all([import("@mediabunny/server"), import("node-av")]);
  registerMediabunnyServer();
  Logging.level = LogLevel.Errors;
  // What goes wrong is thrown; libav would write it, and much besides, straight to standard error.
  av.Log.setLevel(av.AV_LOG_QUIET);
  return av;
}

async function render(av: Av, { spec, path }: RenderOrder): Promise<string | undefined> {
  const problems: string[] = [];
  const open = async (still: Still | undefined): Promise<Planes | undefined> => {
    try {
      return still && (await openStill(av, still, spec));
    } catch (error) {
      problems.push(messageOf(error));
      return undefined;
    }
  };
  const stills = { first: await open(spec.first), last: await open(spec.last) };
  const unfinished = `${path}.part`;
  await writeFile(unfinished, await renderMovie(spec, stills));
  await rename(unfinished, path);
  return problems[0];
}

const report = (message: RenderReport) => process.send?.(message);
try {
  const av = await loadEncoder();
  process.on("message", (order: RenderOrder) => {
    render(av, order).then(
      (problem) => report({ kind: "done", problem }),
      (error: unknown) => report({ kind: "failed", problem: messageOf(error) }),
    );
  });
  report({ kind: "ready" });
} catch (error) {
  report({ kind: "missing", problem: messageOf(error) });
}
