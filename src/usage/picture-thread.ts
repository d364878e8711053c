import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { messageOf } from "../base/errors.ts";
import { chartOf } from "./chart.ts";
import { drawing } from "./drawing.ts";
import { fallingBack, readFont } from "./font.ts";
import type { PictureAnswer, PictureQuestion } from "./usage.ts";

// The script of the thread that `createUsage` starts.
if (!parentPort) throw new Error("This runs in a thread");
const port = parentPort;

/** Pixels of the picture for each of the drawing's own, so that it is sharp on a fine screen. */
const ZOOM = 2;

const read = (name: string) => readFile(fileURLToPath(import.meta.resolve(name)));
const [wasm, plain, strong, wide] = await Promise.all([
  read("@resvg/resvg-wasm/index_bg.wasm"),
  read("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"),
  read("@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"),
  read("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
]);
await initWasm(wasm);
const rest = readFont(wide);
const fonts = { plain: fallingBack(readFont(plain), rest), strong: fallingBack(readFont(strong), rest) };
const options = {
  font: { fontBuffers: [plain, strong, wide], defaultFontFamily: "Inter" },
  fitTo: { mode: "zoom" as const, value: ZOOM },
};

port.on("message", (question: PictureQuestion) => {
  port.postMessage(answerTo(question));
});

function answerTo({ report, labels, ...reader }: PictureQuestion): PictureAnswer {
  try {
    const label = (model: string) => labels.get(model) ?? model;
    const { svg } = drawing(chartOf(report, label, fonts.plain, reader), fonts);
    const picture = new Resvg(svg, options);
    const image = picture.render();
    const { width, height } = image;
    const png = image.asPng();
    image.free();
    picture.free();
    return { png, width, height };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
