import { DISPUTED } from "../src/models/documents/disputed.ts";
import { families } from "../src/models/families.ts";
import { models } from "../src/models/index.ts";
import { namedIn } from "../src/models/marks/marks.ts";
import type { Model, Rate } from "../src/models/parts/model.ts";
import { mostOf } from "../src/models/parts/parts.ts";
import { inEnglish } from "../src/text/render.ts";
import { commandsOf, otherCallsTable, parameterTable } from "./parameters-doc.ts";
import { code, table } from "./tables.ts";

/** `docs/models.md`: every model with its options, limits and prices, from the catalogue. */
export function modelsDoc(): string {
  return `${[HEAD, overview(), HOW_TO_TYPE, familyTable(), PRICES, ...models.map(section), otherCalls(), disputes()].join("\n\n")}\n`;
}

const HEAD = `<!-- Generated from src/models by scripts/models-doc.ts. Change the catalogue, then run: npm run docs:models -->

# Models

Every model that Reelay can ask, as its file in \`src/models/catalogue/\` says. Prices are in credits, as the gateway counts them.`;

const HOW_TO_TYPE = `Options are typed by these names: \`duration:8\` or \`--duration 8\`. Two stand for several: \`references\` is typed as
\`reference1\` to \`reference${mostOf(models, "references")}\`, as many as the model takes, one picture each; \`elements\` as \`element1\` to
\`element${mostOf(models, "elements")}\`, or as \`@Name\` in the prompt. A file is attached, or given as a link. With \`pictures:references\` all
attached pictures are reference pictures, and none is a frame. Some options limit each other (a first frame and a
shape, pictures and elements together); what breaks such a rule is refused before anything is held, with the sentence
that says it.`;

const PRICES = `## Prices

A video costs its rate times its whole seconds, at least 3 of them, rounded up once, at the end, to 1/10,000 credit. Where the
length follows a video that was given, its seconds are rounded up. A job that fails is free.

No page has a price for 4k. The operator can set one with \`PRICE_4K\`, by model, in credits a second: then the model makes 4k
at that price. One number is for videos with sound and without; of two, as in \`12/18\`, the second is for those with sound.`;

const DISPUTES = `What the specification takes is sent. When the gateway refuses a request that used one of these points, the log says
so with the field \`disputed\`, a list of the words in the last column: then this table (\`src/models/documents/disputed.ts\`)
may have to be mended. Dollars a credit differ too, from 0.0139 to 0.0147 on the product pages: what a credit costs is what the
operator sets by \`CREDIT_PRICE\`, and no money is shown without it.`;

function overview(): string {
  const rows = models.map((model) => {
    const commands = commandsOf(model).map((name) => code(`/${name}`));
    return [
      `[${code(model.id)}](#${model.id})`,
      inEnglish(model.label),
      inEnglish(model.summary),
      commands.join(", "),
      from(model),
    ];
  });
  return table(["model", "name", "makes", "commands", "credits"], rows);
}

function familyTable(): string {
  const rows = families.map(({ name, alias, label, text, image }) => {
    return [
      code(name),
      code(alias),
      inEnglish(label),
      ...[text, image].map((id) => (id === undefined ? "" : code(id))),
    ];
  });
  return `## Families

What \`model\` can be in \`/video\`, \`/animate\` and \`/storyboard\`. The first is the usual one; \`/settings\` sets another.

${table(["model", "or", "name", "from words", "from pictures"], rows)}`;
}

function section(model: Model): string {
  const { id, label, summary, options, rates } = model;
  const optionRows = Object.entries(options).map(([name, { limits }]) => [code(name), inEnglish(limits)]);
  const rateRows = rates.map((rate) => [inEnglish(rate.what), say(rate)]);
  return `## ${id}

${inEnglish(label)}: ${inEnglish(summary)}. For example ${code(typed(model, model.example))}.

${table(["option", "values and limits"], optionRows)}

${namesLine(model)}${table(["what", "credits"], rateRows)}

${parameterTable(model)}`;
}

/** What its prompt can name besides the cast, where that is anything. */
function namesLine({ options, marks = [] }: Model): string {
  const given = Object.keys(options).map((name) => [name, name === "references" ? ["first", "second"] : name]);
  const named = namedIn(Object.fromEntries(given));
  const names = marks.flatMap((kind) => named[kind].map((name) => code(`@${name}`)));
  if (names.length === 0) return "";
  return `In its prompt, what is given can be named: ${names.join(", ").replace(/`@image2`/, "$& and so on")}.\n\n`;
}

function otherCalls(): string {
  return `## The gateway's other calls

Reelay makes them by itself: reading a task and the account takes no parameters but the task's id.

${otherCallsTable()}`;
}

function disputes(): string {
  const used = models.flatMap(({ id, disputes = [] }) => disputes.map((one) => ({ id, ...one })));
  const rows = Object.entries(DISPUTED).map(([point, { about, page, specification, sent }]) => {
    const watched = used.some((one) => one.point === point && one.usedBy !== undefined);
    return [about, page, specification, sent, watched ? code(point) : ""];
  });
  return `## Where the gateway's page and its specification differ

${DISPUTES}

${table(["about", "product page", "specification", "what is sent", "in the log"], rows)}`;
}

/** The line that asks the model for that; a file can be a link, or its option is left out and it is attached. */
export function typed(model: Model, asked: Readonly<Record<string, unknown>>): string {
  const named = "family" in model.asked ? { model: model.asked.alias } : {};
  const given = Object.entries({ ...named, ...asked }).map(([name, value]) => `${name}:${written(String(value))}`);
  const [command = ""] = commandsOf(model);
  return [`/${command}`, ...given].join(" ");
}

/** In quotation marks where it is more than a word. */
function written(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

/** "5.4–10.8 per second": the price list lists the lowest first. */
function from({ rates }: Model): string {
  const [lowest, highest] = [rates[0], rates.at(-1)];
  if (!lowest || !highest) return "";
  return lowest === highest ? say(lowest) : `${lowest.credits}–${say(highest)}`;
}

function say({ credits, per }: Rate): string {
  return `${credits} per ${per === "element" ? "character" : per}`;
}

if (import.meta.main) process.stdout.write(modelsDoc());
