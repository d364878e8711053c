import { afterAll, beforeAll, expect, test } from "vitest";
import { video } from "../media/videos.ts";
import { checkLedger } from "../support/ledger.ts";
import { boat } from "./files.ts";
import { BEING_MADE, ELEMENTS, FROM_PICTURES, FROM_VIDEO } from "./rows-elements.ts";
import { VIDEOS } from "./rows-videos.ts";
import { PICTURES, WORDS } from "./rows-words.ts";
import { type NamedFile, notebook, refused, type Stage, stage } from "./stage.ts";

const notes = notebook("Every model, and the cast");
let here: Stage;
/** An earlier job whose picture a line can name. */
let job: string;

beforeAll(async () => {
  here = await stage();
  for (const name of FROM_PICTURES) await make(name, boat);
  const portrait = await video({ width: 720, height: 1280, seconds: 5 });
  await make(FROM_VIDEO, { name: "vic.mp4", bytes: portrait });
  await here.page.until((seen) => seen.filter(({ card }) => card?.tone === "done").length === FROM_PICTURES.length + 1);
  await here.fault({ on: "create", kind: "never_ends" });
  await make(BEING_MADE, boat);
  // Begun so long ago that the wait is the least there is: a slow machine must not change what is read.
  await here.db.updateTable("elements").set({ started_at: 0 }).where("name", "=", BEING_MADE).execute();

  await here.fault({ on: "create", kind: "http", status: 400 });
  await here.page.say("/animate a paper boat", { files: [boat] });
  await here.page.until((seen) => seen.at(-1)?.card?.tone === "bad");
  const newest = here.db.selectFrom("generations").select("id").orderBy("id", "desc");
  job = (await newest.limit(1).executeTakeFirstOrThrow()).id;
});

afterAll(async () => {
  notes.write();
  await here[Symbol.asyncDispose]();
});

/** Asks for an element and confirms the likeness, up to where the gateway has it. */
async function make(name: string, file: NamedFile): Promise<void> {
  const [, asked] = await here.page.say(`/element create name:${name} somebody`, { files: [file] });
  const [confirm] = asked?.card?.buttons ?? [];
  expect(await here.page.say(`/${confirm?.line}`)).toHaveLength(1);
  await here.page.until((seen) => /being made|is in the cast/.test(seen.at(-1)?.card?.title ?? ""));
}

test.each([...WORDS, ...PICTURES, ...ELEMENTS, ...VIDEOS])("$wrong is refused", async (row) => {
  const line = row.line.replaceAll("JOB", job);
  notes.add({ ...row, line }, await refused(here, { ...row, line }));
});

test("11 s of performance with the picture's orientation are priced and said as 10 s", async () => {
  const performance = { name: "dance.mp4", bytes: await video({ width: 1280, height: 720, seconds: 11 }) };
  const line = "/motion orientation:image";
  await here.fault({ on: "create", kind: "never_ends" });
  await here.page.say(line, { files: [boat, performance] });
  const seen = await here.page.until((messages) => /making/.test(messages.at(-1)?.card?.title ?? ""));
  const fields = seen.at(-1)?.card?.fields ?? [];
  const said = "10 s of the video's 11 s · 720p · faces as in the picture";
  expect(fields).toContainEqual({ name: "Video", value: said });
  expect(fields).toContainEqual({ name: "Price", value: "81.648 credits held" });
  const hold = await here.db.selectFrom("holds").selectAll().orderBy("id", "desc").limit(1).executeTakeFirstOrThrow();
  expect(hold).toMatchObject({ amount: 816_480, state: "held" });
  notes.add({ line, files: [boat, performance] }, `(not refused) Video: ${said}. Price: 81.648 credits held`);
});

test("the books are right after all of it", async () => {
  await checkLedger(here.db);
});
