import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Card, CardVideo } from "../../src/chat/contract/card.ts";
import type { Stage } from "../playground/stage.ts";

const CLIP = fileURLToPath(new URL("../../src/sandbox/clips/landscape.mp4", import.meta.url));

/** A real H.264 video in the stage's library. */
export async function clip(stage: Stage): Promise<CardVideo> {
  const { hash, bytes } = await stage.library.put(createReadStream(CLIP), { limitBytes: 50_000_000 });
  return { hash, name: "otter.mp4", bytes, width: 1280, height: 720, seconds: 5 };
}

export const busy = (fraction: number, label: string): Card => ({
  tone: "busy",
  audience: "channel",
  title: "Animating otter.png",
  text: "gentle breeze, the camera moves closer",
  fields: [
    { name: "Price", value: "27 credits" },
    { name: "You have left", value: "173 credits" },
    { name: "Asked for", value: "Kling 3.0 · 5 s · 720p" },
  ],
  progress: { fraction, label },
  buttons: [{ label: "Cancel", does: "run", line: "jobs cancel:g_1", tone: "danger" }],
});

export const done = (video: CardVideo): Card => ({
  tone: "done",
  audience: "channel",
  title: "Here is your video",
  text: "gentle breeze, the camera moves closer",
  video,
  fields: [
    { name: "Price", value: "27 credits" },
    { name: "You have left", value: "173 credits" },
  ],
  buttons: [
    { label: "Make another", does: "run", line: 'animate prompt:"gentle breeze" duration:5', tone: "primary" },
    { label: "Change it", does: "edit", line: 'animate prompt:"gentle breeze" duration:5' },
  ],
  footer: "Kling 3.0 · 5 s · 720p · took 48 s",
});

export const refusal = (line: string): Card => ({
  tone: "bad",
  audience: "member",
  title: "That picture is too small",
  text: "otter.png is 200 × 200 pixels; both sides need at least 300. Attach a larger one.",
  buttons: [{ label: "Edit the command", does: "edit", line, tone: "primary" }],
});
