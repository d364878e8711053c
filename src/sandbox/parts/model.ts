import { z } from "zod";
import { callback } from "./callback.ts";
import type { Body, Report, Rule } from "./rules.ts";

/** Units a second at 720p, and what 1080p, sound and both multiply it by, in thousandths. */
export interface PerSecond {
  readonly perSecond: number;
  readonly hd: number;
  readonly sound?: number;
  readonly both?: number;
}

/** Units for one, whatever is asked for. */
export interface Flat {
  readonly each: number;
}

/** A video whose length the film takes on, and the longest film that comes of it, in seconds. */
export interface Followed {
  readonly address: string;
  readonly atMost: number;
}

/**
 * A model as the sandbox reads the gateway's documents. It is kept apart from the catalogue's own file on purpose:
 * where one of the two has read wrong they disagree, and a test says so before money is spent on it.
 */
export interface WireModel {
  readonly id: string;
  readonly makes: "video" | "element";
  /** What a create request must look like. Strict: what isn't documented is refused. */
  readonly body: z.ZodType<Body>;
  readonly price: PerSecond | Flat;
  /** In which unit `usage.credits_reserved` is: the pages show 1/10,000 credit, or whole credits. */
  readonly reserves: "units" | "credits";
  /** `usage.billing_rule` as the specification's example has it. */
  readonly billing: "per_call" | "per_second";
  /** How long a task takes before it is compressed, in seconds. */
  readonly usualSeconds: number;
  /** The largest picture, in megabytes. */
  readonly pictureMegabytes: number;
  /** The video that decides the length, where one does. */
  follows?(body: Body): Followed | undefined;
}

type Definition = Omit<WireModel, "body" | "makes" | "reserves" | "usualSeconds" | "pictureMegabytes"> &
  Partial<Pick<WireModel, "makes" | "reserves" | "usualSeconds" | "pictureMegabytes">> & {
    /** The parameters beside `model` and `callback_url`. */
    readonly fields: z.ZodRawShape;
    /** What holds between them. */
    readonly rules?: readonly Rule[];
  };

/** A model from its fields and rules: a video in about three minutes, pictures up to 10 MB, unless it says otherwise. */
export function defineWireModel({ fields, rules = [], ...rest }: Definition): WireModel {
  const body = z
    .strictObject({ model: z.string(), callback_url: callback.optional(), ...fields })
    .superRefine((read: Body, context) => {
      const report: Report = (path, message) => context.addIssue({ code: "custom", path: path.split("."), message });
      for (const rule of rules) rule(read, report);
    });
  return { makes: "video", reserves: "units", usualSeconds: 180, pictureMegabytes: 10, ...rest, body };
}
