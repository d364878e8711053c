import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { readConfig } from "../src/app/config/config.ts";
import { start } from "../src/app/start.ts";
import { createLog } from "../src/base/log.ts";
import { loadAv } from "../src/media/encode/libav.ts";
import { launchBrowser, NO_BROWSER } from "../test/support/browser.ts";

// The README's moving picture: a line becoming a video, in the playground against the sandbox.
// Run: npm run docs:picture

const OUT = fileURLToPath(new URL("../docs/line-to-video.webp", import.meta.url));
const BOAT = fileURLToPath(new URL("../assets/paper-boat.jpg", import.meta.url));
const LINE = "/animate gentle breeze, the camera moves closer 5s";
const SIZE = { width: 960, height: 720 };
const FRAMES_A_SECOND = 8;
/** Letters that appear with each frame. */
const LETTERS = 4;
const FILM_SECONDS = 4;
/** Between two looks at the job under way. */
const PAUSE_MS = 200;

/** As much of a browser's player as is used here. */
interface Player {
  currentTime: number;
  readonly readyState: number;
  pause(): void;
  addEventListener(event: string, heard: () => void, options?: { once: boolean }): void;
}

const folder = await mkdtemp(join(tmpdir(), "reelay-picture-"));
const config = readConfig({ DATA_DIR: join(folder, "data"), PORT: "0", SANDBOX_SPEED: "20", LOG_LEVEL: "error" });
const reelay = await start(config, { log: createLog(config.LOG_LEVEL) });
const browser = await launchBrowser();
if (!browser) throw new Error(NO_BROWSER);
try {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: "dark", locale: "en-US", reducedMotion: "reduce" });
  await page.goto(reelay.address);
  const frames = await film(page);
  await encode(frames);
} finally {
  await browser.close();
  await reelay.stop();
  await rm(folder, { recursive: true, force: true });
}

async function film(page: Page): Promise<number> {
  let count = 0;
  const shoot = async (times = 1): Promise<void> => {
    const picture = await page.screenshot({ type: "png" });
    for (let time = 0; time < times; time++)
      await writeFile(join(folder, `${String(count++).padStart(4, "0")}.png`), picture);
  };
  const message = page.getByRole("textbox", { name: "Message" });
  await message.click();
  for (let letters = LETTERS; letters < LINE.length + LETTERS; letters += LETTERS) {
    await message.fill(LINE.slice(0, letters));
    await shoot();
  }
  await page.locator("#picker").setInputFiles([BOAT]);
  await shoot(FRAMES_A_SECOND);
  await message.press("Enter");
  const card = page.getByRole("article").nth(1);
  await card.waitFor();
  const player = card.locator("video");
  while ((await player.count()) === 0) {
    await shoot();
    await page.waitForTimeout(PAUSE_MS);
  }
  await play(player, shoot);
  return count;
}

/** Goes through the video frame by frame, so that a busy machine shows no other film. */
async function play(player: Locator, shoot: (times?: number) => Promise<void>): Promise<void> {
  await player.scrollIntoViewIfNeeded();
  await player.evaluate(async (video: Player) => {
    if (video.readyState < 2)
      await new Promise<void>((resolve) => video.addEventListener("loadeddata", () => resolve()));
    video.pause();
  });
  for (let frame = 1; frame <= FILM_SECONDS * FRAMES_A_SECOND; frame++) {
    await player.evaluate(async (video: Player, seconds) => {
      const there = new Promise<void>((resolve) => video.addEventListener("seeked", () => resolve(), { once: true }));
      video.currentTime = seconds;
      await there;
    }, frame / FRAMES_A_SECOND);
    await shoot();
  }
}

async function encode(frames: number): Promise<void> {
  const av = await loadAv();
  await using pictures = await av.Demuxer.open(join(folder, "%04d.png"), {
    format: "image2",
    options: { framerate: String(FRAMES_A_SECOND) },
  });
  const video = pictures.video();
  if (!video) throw new Error("No picture was taken");
  using decoder = await av.Decoder.create(video);
  using filter = av.FilterAPI.create(`scale=${SIZE.width}:-1:flags=lanczos,format=yuv420p`);
  const codec = av.Codec.findEncoderByName("libwebp_anim" as never);
  if (!codec) throw new Error("This build of libav writes no WebP");
  using encoder = await av.Encoder.create(codec, {
    decoder,
    filter,
    options: { quality: "60", compression_level: "6" },
  });
  await using out = await av.Muxer.open(OUT, { format: "webp", options: { loop: "0" } });
  await av.pipeline({ video: pictures }, { video: [decoder, filter, encoder] }, out).completion;
  process.stdout.write(`${OUT}: ${frames} frames\n`);
}
