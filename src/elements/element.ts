import { z } from "zod";
import type { Place } from "../chat/contract/invocation.ts";
import type { ElementRef } from "../models/parts/model.ts";
import type { ElementRow, ElementState } from "../store/tables.ts";

/** A character of a workspace's cast. */
export interface Element {
  id: string;
  /** Without the `@`. */
  name: string;
  description: string;
  /** What it is made from; some models take only one kind. */
  kind: ElementRef["kind"];
  /** The front picture's hash in the media library; undefined where it was made from a video. */
  picture: string | undefined;
  /** How many files it was made from. */
  files: number;
  maker: string;
  makerName: string;
  state: ElementState;
  /** The gateway's `element_id`, once it is ready. */
  elementId: string | undefined;
  generation: string | undefined;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** About how long until it is ready, only while it is being made. */
  secondsLeft: number | undefined;
}

/** About how long the gateway takes to make one, in seconds (https://evolink.ai/kling-3?model=kling-custom-element: about 10 minutes). */
export const MAKING_SECONDS = 600;
/** What is said of one that takes longer than usual. */
const LEAST_SECONDS = 60;

/** An element as it is shown at `now`. */
export function elementOf(row: ElementRow, now: number): Element {
  const elapsed = (now - (row.started_at ?? now)) / 1000;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    kind: row.kind,
    picture: row.picture ?? undefined,
    files: filesOf(row).length,
    maker: row.maker,
    makerName: row.maker_name,
    state: row.state,
    elementId: row.element_id ?? undefined,
    generation: row.generation ?? undefined,
    createdAt: row.created_at,
    secondsLeft: row.state === "making" ? Math.max(LEAST_SECONDS, MAKING_SECONDS - elapsed) : undefined,
  };
}

/** The hashes of all that it was made from. */
export function filesOf({ files }: Pick<ElementRow, "files">): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(files));
}

/** What an element is made from, read from the input of the model `kling-custom-element`. */
export interface Subject {
  name: string;
  description: string;
  kind: ElementRef["kind"];
  picture: string | undefined;
  /** The hashes of all files. */
  files: readonly string[];
}

const file = z.object({ hash: z.string() });
const subject = z.object({
  name: z.string(),
  description: z.string(),
  image: file.optional(),
  references: z.array(file).default([]),
  video: file.optional(),
});

/** Throws when it is no such input; the model has judged it before. */
export function subjectOf(input: unknown): Subject {
  const { name, description, image, references, video } = subject.parse(input);
  const files = [image, ...references, video].filter((one) => one !== undefined).map(({ hash }) => hash);
  return { name, description, kind: video ? "video" : "images", picture: image?.hash, files: [...new Set(files)] };
}

const place = z.object({
  platform: z.string(),
  workspace: z.string(),
  channel: z.string(),
  thread: z.string().exactOptional(),
}) satisfies z.ZodType<Place>;

/** What it takes to start making an element later, on behalf of its maker. */
export const elementRequest = z.object({
  input: z.record(z.string(), z.unknown()),
  /** Where the maker asked: the job is announced there. */
  place,
  /** The line that can be typed to ask for it again. */
  line: z.string(),
  /** In which language its job is told; absent in requests of before, and where the chat told none. */
  locale: z.string().exactOptional(),
  maker: z.object({ id: z.string(), name: z.string(), admin: z.boolean(), roles: z.array(z.string()).readonly() }),
});

export type ElementRequest = Readonly<z.output<typeof elementRequest>>;
