import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typed } from "../../scripts/models-doc.ts";
import { sayCredits, units } from "../../src/credits/units.ts";
import { models } from "../../src/models/index.ts";
import type { GenerationRow } from "../../src/store/tables.ts";
import { modelOf } from "../models/ask.ts";
import { sent } from "../models/samples.ts";
import { complaints, specified, specifiedModel } from "../models/specification.ts";
import type { Ask } from "./ask.ts";
import { elements } from "./asks-elements.ts";
import { animate } from "./asks-pictures.ts";
import { storyboard } from "./asks-shots.ts";
import { fromVideos } from "./asks-videos.ts";
import { video } from "./asks-words.ts";
import { openStage, type Stage } from "./stage.ts";

const videos = [...video, ...animate, ...storyboard, ...fromVideos];

/** Every model of the catalogue by its own example, the files attached: one that is added is held to this at once. */
const examples = models.map((model) => {
  const { example, options, id } = model;
  const kinds = Object.keys(example).flatMap((name) => options[name]?.good?.kind ?? []);
  const words = Object.entries(example).filter(([name]) => options[name]?.good === undefined);
  const files = kinds.map((kind) => (kind === "image" ? "ada.png" : "talk.mp4"));
  return { id, model, asked: { line: typed(model, Object.fromEntries(words)), files } };
});

let stage: Stage;
const made = new Map<Ask, Awaited<ReturnType<Stage["make"]>>>();

beforeAll(async () => {
  stage = await openStage();
  for (const asked of elements) made.set(asked, await stage.make(asked));
});
afterAll(() => stage.close());

describe("every command, typed in the playground", () => {
  it("asks a model that has a command of its own by that command alone", () => {
    for (const { line, wire } of [...elements, ...videos]) {
      const { asked } = modelOf(wire.model);
      if ("command" in asked) expect(line).toMatch(new RegExp(`^/${asked.command}\\b`));
      else expect(line).toMatch(asked.from === "text" ? /^\/(video|storyboard)\b/ : /^\/(animate|storyboard)\b/);
    }
  });

  it.each(elements)("$wire.model: $title", async (asked) => {
    const { proposal, card, job, hold, task } = made.get(asked) ?? expect.fail("It was not made");
    await expectOnTheWire(asked, task.body);
    expectPrice(asked, { job, task });
    expect(hold).toEqual({ amount: asked.price, state: "captured" });
    expect(proposal.text).toContain(`It costs ${sayCredits(units(asked.price))} `);
    expect(fieldOf(card, "Charged")).toBe(sayCredits(units(asked.price)));
  });

  it.each(videos)("$wire.model: $title", async (asked) => {
    const { card, job, hold, task } = await stage.ask(asked);
    await expectOnTheWire(asked, task.body);
    expectPrice(asked, { job, task });
    expect(hold).toEqual({ amount: asked.price, state: "held" });
    expect(fieldOf(card, "Price")).toBe(`${sayCredits(units(asked.price))} held`);
  });

  it.each(examples)("$id: its example, as docs/models.md shows it", async ({ model, asked }) => {
    const { card, job, hold, task } = await (model.makes === "element" ? stage.make(asked) : stage.ask(asked));
    const input = model.schema.parse(JSON.parse(job.input));
    const price = model.price(input);
    expect(job.model).toBe(model.id);
    expect(await stage.readable(task.body)).toStrictEqual(model.toWire(input, ({ name }) => name));
    expectPrice({ price }, { job, task });
    expect(hold.amount).toBe(price);
    expect(fieldOf(card, model.makes === "element" ? "Charged" : "Price")).toContain(sayCredits(price));
  });

  // Where ../shared/evolink is absent, it is skipped.
  it.runIf(specified)("sends only what the gateway's own documents allow", async () => {
    const bodies = (await stage.accepted()).map(({ body }) => body);
    expect(bodies).toHaveLength(elements.length + videos.length + examples.length);
    for (const body of bodies.filter(({ model }) => specifiedModel(model))) {
      expect(complaints(body), body.model).toEqual([]);
    }
  });

  it("reaches the gateway once", async () => {
    const sent = (await stage.accepted()).map(({ model }) => model);
    const asked = [...elements, ...videos].map(({ wire }) => wire.model);
    expect(sent).toEqual([...asked, ...examples.map(({ id }) => id)]);
  });
});

/** The body is exactly what was to be sent. */
async function expectOnTheWire({ wire }: Ask, body: Ask["wire"]): Promise<void> {
  expect(await stage.readable(body)).toStrictEqual(sent(wire));
}

/** The model's price, the job's, the gateway's charge, and what the gateway said it reserved, whatever its unit. */
function expectPrice(
  { price }: Pick<Ask, "price">,
  { job, task }: { job: GenerationRow; task: { units: number } },
): void {
  const model = modelOf(job.model);
  const catalogue = model.price(model.schema.parse(JSON.parse(job.input)));
  expect({ catalogue, job: job.price, reserved: job.reserved, charged: task.units }).toEqual({
    catalogue: price,
    job: price,
    reserved: price,
    charged: price,
  });
}

function fieldOf({ fields = [] }: { fields?: readonly { name: string; value: string }[] }, name: string) {
  return fields.find((field) => field.name === name)?.value;
}
