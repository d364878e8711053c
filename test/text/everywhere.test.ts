// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases are source text
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findWords, namesIn } from "./finder.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Folders and files whose words no member, admin or visitor reads, each with who does. */
const FOR_US: Readonly<Record<string, string>> = {
  "src/app/": "operators, in config problems, the log and /readyz",
  "src/doctor/": "operators, who run npm run doctor",
  "src/doctor.ts": "operators, who run npm run doctor",
  "src/evolink/": "the log: what the gateway did",
  "src/main.ts": "operators, who start it",
  "src/mend/": "operators, who run npm run mend",
  "src/mend.ts": "operators, who run npm run mend",
  "src/sandbox/": "nobody: it speaks as EvoLink's API does",
  "src/store/": "SQLite and Postgres; docs/states.md; the doctor",
  "src/base/settings.ts": "operators, in config problems",
  "src/generations/run/closed.ts": "operators, in the log and a job's error_detail",
  "src/generations/run/late.ts": "operators, in the log and a job's error_detail",
  "src/generations/run/poll-decision.ts": "operators, in the log and a job's error_detail",
  "src/generations/run/steps.ts": "operators, in the log and a job's error_detail",
  "src/generations/run/submit.ts": "operators, in the log and a job's error_detail",
  "src/generations/states/state-table.ts": "readers of docs/states.md, which is made of it",
  "src/models/documents/disputed.ts": "readers of docs/models.md, which is made of it",
  "src/models/documents/parameters.ts": "readers of docs/models.md, which is made of it",
  "src/models/shared/voices.ts": "the video service: names of its voices, which members type as it publishes them",
  "src/discord/checkup.ts": "operators, by the doctor",
  "src/discord/gateway/": "operators, in the log, config problems and /readyz",
  "src/discord/witness.ts": "operators, by the doctor's trial",
  "src/slack/checkup.ts": "operators, by the doctor",
  "src/slack/witness.ts": "operators, by the doctor's trial",
  "src/slack/witness-removal.ts": "operators, by the doctor's trial",
  "src/slack/api/trouble.ts": "operators, in the log: why a call to Slack failed",
  "src/slack/slack.ts": "operators, by /readyz",
  "src/slack/manifest/scopes.ts": "operators, who give the app its rights",
  "src/chat/cards/beliefs.ts": "operators, by the doctor's trial",
  "src/slack/manifest/manifest-check.ts": "operators, who write the manifest",
  "src/privacy/places/": "readers of docs/privacy.md, which is made of them",
  "src/web/serve/": "operators, by /healthz and /metrics",
  "src/credits/period.ts": "pots and file names: what it names a period",
  "src/privacy/member/place.ts": "readers of docs/privacy.md, which is made of them",
  "src/reconcile/account.ts": "operators, by /readyz",
  "src/reconcile/readings.ts": "Postgres: the name of a lock",
  "src/usage/drawing.ts": "whoever draws: names of fonts",
  "src/text/render.ts": "whoever meets what can't be said: a sentence that must not depend on the catalogue",
};

const files = globSync(["src/**/*.{ts,js}", "commands/**/*.ts"], { cwd: ROOT }).toSorted();
const sources = files.map((file) => {
  return {
    file,
    source: readFileSync(join(ROOT, file), "utf8"),
    language: file.endsWith(".js") ? "js" : "ts",
  } as const;
});
const names = namesIn(sources);
const found = sources.flatMap(({ file, source, language }) => {
  const words = findWords(source, language, names);
  return words.map(({ line, said }) => ({ file, at: `${file}:${line}: ${said}` }));
});

/** What a chat's folder declares of itself is for operators: settings, and what is wrong with them. */
const DECLARATION = /^src\/\w+\/platform\.ts$/;

function isIn(file: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith("/") ? file.startsWith(place) : file === place));
}

describe("what members, admins and visitors read", () => {
  it("is in the catalogue, and nowhere else", () => {
    const outside = found.filter(({ file }) => !isIn(file, Object.keys(FOR_US)) && !DECLARATION.test(file));
    expect(outside.map(({ at }) => at)).toEqual([]);
  });

  it("has no exception that isn't needed any more", () => {
    const needed = (place: string) => found.some(({ file }) => isIn(file, [place]));
    expect(Object.keys(FOR_US).filter((place) => !needed(place))).toEqual([]);
  });
});

describe("the search for them", () => {
  const words = (source: string) =>
    findWords(source, "ts", namesIn([{ source, language: "ts" }])).map(({ said }) => said);

  it.each([
    ['throw new UserError("That file is too large.");', "That file is too large."],
    ['card({ title: "Done", buttons: [{ label: "Again" }] });', "Done", "Again"],
    ["const said = `${name} has ${jobs} jobs`;", "… has … jobs"],
    ['const what = sound ? "with sound" : undefined;', "with sound"],
    ["const said: Text = `Sorry, ${name}.`;", "Sorry, …."],
    ["page`<h1>Shared videos</h1>`;", "<h1>Shared videos</h1>"],
    ['const tag = `<video controls aria-label="Play it"></video>`;', '<video controls aria-label="Play it"></video>'],
    ['export default defineCommand({ name: "help", description: "Help" });', "Help"],
    ['const words = { refused: "It is refused." } as const satisfies Words;', "It is refused."],
    ['words.said({ more: "of all members" });', "of all members"],
    ['class Refused extends UserError {} throw new Refused("It is full");', "It is full"],
    ['type Why = "It is full."; say("It is full.");', "It is full."],
  ])("finds what %s says", (source, ...said) => {
    expect(words(source)).toEqual(said);
  });

  it.each([
    'sentences("room", { done: "The video is there.", more: `Of ${"all of it"}` });',
    'log.warn({ err }, "a member could not be answered");',
    'desk.log[level]({ about: "some of it" }, "that was it");',
    "throw new RangeError(`Not a whole number of units: ${value}`);",
    'class Gone extends Error { constructor() { super("The bot can\'t post there"); } }',
    'class DiskFull extends Error {} class Fuller extends DiskFull {} throw new Fuller("No room is left");',
    'type Flaw = "cut off" | "damaged"; const flaw = is("cut off");',
    'defineCommand({ name: "element list" }); const sections = ["element list"];',
    'const NEUTRAL_PROMPT = "Bring it to life."; const model = { example: { prompt: "gentle waves" } };',
    'import { a } from "a b.ts"; export * from "b c.ts"; type A = "a b"; let one: "a b" | undefined;',
    'sql`select a from b where c is not null`; db.where("c", "is not", null).select("a as b");',
    'const kind = "image/png"; const id = `g_${n}`; const line = `jobs again:${id}`; const name = "Bearer";',
    'response.set("cache-control", "private, max-age=3600");',
    'const looks = { "Some words": 1, tone: "bad", audience: "channel" };',
    "// A comment says this.\nconst a = 1;",
  ])("is silent about %s", (source) => {
    expect(words(source)).toEqual([]);
  });

  it("says in which line", () => {
    expect(findWords('const a = 1;\n\nsay("It is here.");', "js", namesIn([]))).toEqual([
      { line: 3, said: "It is here." },
    ]);
  });
});
