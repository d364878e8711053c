import type { Cheaper } from "../../credits/ledger.ts";
import type { Units } from "../../credits/units.ts";
import type { Model } from "../../models/parts/model.ts";
import { LEAST_SECONDS, USUAL_SECONDS } from "../../models/parts/parts.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { shortened } from "./long-video.ts";

const words = sentences("savings", {
  silent: "Without sound",
  seconds: "{seconds, number} s",
});

/** One thing that a member can give up for a lower price: how a button names it, what it changes, and how that is typed. */
export interface Saving {
  key: string;
  /** For people. */
  label: Text;
  change: Readonly<Record<string, unknown>>;
  line: Readonly<Record<string, string>>;
}

const SILENT: Saving = { key: "silent", label: words.silent, change: { sound: false }, line: { sound: "no" } };
const SMALL: Saving = { key: "720p", label: "720p", change: { quality: "720p" }, line: { quality: "720p" } };

function lasting(seconds: number): Saving {
  const change = { duration: seconds };
  return { key: `${seconds}s`, label: words.seconds({ seconds }), change, line: { duration: String(seconds) } };
}

/** Each of them is offered alone. */
export const SAVINGS: readonly Saving[] = [SILENT, SMALL, lasting(USUAL_SECONDS), lasting(LEAST_SECONDS)];

/** One after another, the one that is missed least first. */
const STEPS: readonly Saving[] = [SILENT, SMALL, lasting(LEAST_SECONDS)];

/** The same for at most `limit`, giving up no more than it takes, a part of a long video last; undefined when nothing helps. */
export function cheaperForm(model: Model, input: unknown, limit: Units): Cheaper | undefined {
  let form: Record<string, unknown> = { ...(input as Record<string, unknown>) };
  for (const { change } of STEPS) {
    const parsed = model.schema.safeParse({ ...form, ...change });
    if (!parsed.success) continue;
    form = parsed.data as Record<string, unknown>;
    const price = model.price(form);
    if (price <= limit) return { details: model.describe(form), price };
  }
  const trimmed = shortened(model, form);
  const price = model.price(trimmed);
  return price <= limit ? { details: model.describe(trimmed), price } : undefined;
}
