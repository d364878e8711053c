import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MessageView } from "../../src/playground/client.ts";
import { testClock } from "../support/clock.ts";
import { checkLedger } from "../support/ledger.ts";
import { cutOff, gif, png } from "../support/pictures.ts";
import { boat } from "./files.ts";
import { RAW, REFUSALS } from "./rows-refusals.ts";
import { books, notebook, type Row, readable, refused, type Stage, stage } from "./stage.ts";

const notes = notebook("Words, pictures, shots, credits, and what the gateway refuses");
let here: Stage;

beforeAll(async () => {
  here = await stage();
});

afterAll(async () => {
  notes.write();
  await here[Symbol.asyncDispose]();
});

const seven = Array.from({ length: 7 }, (_, index) => `2s: shot number ${index + 1}`).join("\n");

const ROWS: readonly Row[] = [
  {
    wrong: "a picture of 200×200",
    line: "/animate waves roll in",
    files: [{ name: "stamp.png", bytes: png(200, 200) }],
    reads: "Send a larger picture: the picture is 200×200 pixels, and both sides must be at least 300.",
  },
  {
    wrong: "a picture with a ratio of 3:1",
    line: "/animate waves roll in",
    files: [{ name: "banner.png", bytes: png(1200, 400) }],
    reads: "Crop the picture: it's 1200×400 pixels, a ratio of 3:1, and it must be between 1:2.5 and 2.5:1.",
  },
  {
    wrong: "a text file named .png",
    line: "/animate waves roll in",
    files: [{ name: "notes.png", bytes: Buffer.from("Buy milk, call Ada.\n") }],
    reads: "Send a JPG or PNG: “notes.png” is text, and a picture goes here.",
  },
  {
    wrong: "a picture of 12 MB",
    line: "/animate waves roll in",
    files: [{ name: "poster.png", bytes: png(640, 640, { atLeast: 11_999_900 }) }],
    reads: "Send a smaller file: the picture is 12 MB, and the most is 10 MB.",
  },
  {
    wrong: "a PNG that is cut off",
    line: "/animate waves roll in",
    files: [{ name: "torn.png", bytes: cutOff(png(640, 640)) }],
    reads: "Send “torn.png” again: the file ends before the picture does.",
  },
  {
    wrong: "a GIF",
    line: "/animate waves roll in",
    files: [{ name: "dance.gif", bytes: gif(400, 400) }],
    reads: "Save the picture as a JPG or PNG and send it again: it's a GIF, and Kling 3.0 takes only those two.",
  },
  {
    wrong: "no picture at all",
    line: "/animate waves roll in",
    reads: "Attach a JPG or PNG as image (the first frame) or as end_image (the last): there's no picture yet.",
  },
  {
    wrong: "no words at all",
    line: "/video",
    reads: "Say what the video should show: prompt is missing.",
  },
  {
    wrong: "a prompt of 2,501 characters",
    line: `/video ${"a".repeat(2501)}`,
    reads: "Shorten prompt by 1 character: it has 2,501, and the most is 2,500.",
  },
  {
    wrong: "a prompt of 2,501 characters beside a picture",
    line: `/animate ${"a".repeat(2501)}`,
    files: [boat],
    reads: "Shorten prompt by 1 character: it has 2,501, and the most is 2,500.",
  },
  {
    wrong: "a negative prompt of 2,501 characters",
    line: `/video a paper boat negative:${"a".repeat(2501)}`,
    reads: "Shorten negative by 1 character: it has 2,501, and the most is 2,500.",
  },
  {
    wrong: "a duration of 2",
    line: "/video a paper boat duration:2",
    reads: "duration takes whole seconds from 3 to 15, not “2”. Try duration:3.",
  },
  {
    wrong: "a duration of 16",
    line: "/video a paper boat 16s",
    reads:
      "duration takes whole seconds from 3 to 15, not “16s”. Try duration:15. To keep “16s” as words, put all your words in quotes.",
  },
  {
    wrong: "a duration of 4.5",
    line: "/animate waves roll in duration:4.5",
    files: [boat],
    reads: "duration takes whole seconds from 3 to 15, not “4.5”. Try duration:5.",
  },
  {
    wrong: "a duration in words",
    line: "/animate waves roll in --duration five",
    files: [boat],
    reads: "duration takes whole seconds from 3 to 15, not “five”. Try duration:5.",
  },
  {
    wrong: "an unknown quality",
    line: "/edit make it night quality:4k",
    reads: "quality can be 720p or 1080p, not “4k”.",
  },
  {
    wrong: "shots that are shorter than the duration",
    line: "/storyboard duration:10 3s: the door opens\n4s: she walks in",
    reads: "Make the shots 3 s longer, or leave duration out: they add up to 7 s, and duration is 10 s.",
  },
  {
    wrong: "shots that are longer than any video",
    line: "/storyboard 9s: the door opens\n9s: she walks in",
    reads: "Take 3 s away: the shots add up to 18 s, and Kling 3.0 makes videos of 3 to 15 s.",
  },
  {
    wrong: "seven shots",
    line: `/storyboard ${seven}`,
    reads: "Leave out 1: there are 7 shots, and Kling 3.0 takes up to 6.",
  },
  {
    wrong: "a shot of 513 characters",
    line: `/storyboard 3s: ${"a".repeat(513)}\n2s: the door opens`,
    reads: "Shorten shot 1 by 1 character: it has 513, and the most is 512.",
  },
  {
    wrong: "a shot without seconds",
    line: "/storyboard 3s: the door opens\nshe walks in",
    reads:
      "Say how long the shot in line 2 lasts, such as 5s: the door opens. It says “she walks in” without a length.",
  },
];

describe("a request that can't be made is refused to the member alone, holds nothing, and can be edited", () => {
  test.each(ROWS)("$wrong", async (row) => {
    notes.add(row, await refused(here, row));
    expect(await books(here.db)).toEqual({ holds: [], held: [], generations: [], elements: [] });
  });
});

test("a request that costs more than is left says the price, what is left, and when it renews", async () => {
  await using poor = await stage({ DEFAULT_ALLOWANCE: "20" }, { clock: testClock(Date.UTC(2026, 10, 20, 12)) });
  const rows: readonly Row[] = [
    {
      wrong: "words",
      line: "/video a paper boat",
      reads:
        "This costs 27 credits; you have 20 credits left. Your allowance renews on December 1. Try it as 3 s · 720p · 16:9, for 16.2 credits.",
    },
    {
      wrong: "a picture, sharp and with sound",
      line: "/animate waves roll in 8s 1080p --sound",
      files: [boat],
      reads:
        "This costs 86.4 credits; you have 20 credits left. Your allowance renews on December 1. Try it as 3 s · 720p, for 16.2 credits.",
    },
  ];
  for (const row of rows) notes.add(row, await refused(poor, row));
  expect(await books(poor.db)).toEqual({ holds: [], held: [], generations: [], elements: [] });
  await checkLedger(poor.db);
});

describe("what the gateway refuses is said in the member's words, and the credits come back", () => {
  const jobs = new Map<string, { id: string; line: string }>();
  const left = async () => (await here.page.say("/credits"))[1]?.card?.fields;
  let leftBefore: Awaited<ReturnType<typeof left>>;

  // One after the other, so that each meets its own fault; how they end is then waited for together.
  beforeAll(async () => {
    leftBefore = await left();
    for (const { wrong, fault, files = [] } of REFUSALS) {
      const line = `/${files.length > 0 ? "animate" : "video"} prompt:"a paper boat"`;
      await here.fault(fault);
      expect(await here.page.say(line, { files })).toHaveLength(1);
      await here.page.until((seen) => /making the video|no video/.test(seen.at(-1)?.card?.title ?? ""));
      const newest = here.db.selectFrom("generations").select("id").orderBy("id", "desc");
      const { id } = await newest.limit(1).executeTakeFirstOrThrow();
      jobs.set(wrong, { id, line });
    }
  });

  test.each(REFUSALS)("$wrong", async ({ wrong, files = [], reads, state = "failed" }) => {
    const { db, page } = here;
    const { id = "", line = "" } = jobs.get(wrong) ?? {};
    const { message } = await db
      .selectFrom("generations")
      .select("message")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const find = (seen: readonly MessageView[]) => seen.find((one) => one.id === message)?.card;
    const card = find(await page.until((seen) => find(seen)?.tone === "bad"));
    expect(card?.title).toBe("Kling 3.0: no video this time");
    expect(card?.text).toBe(`${reads}\n\na paper boat`);
    expect(JSON.stringify(card)).not.toMatch(RAW);
    expect(card?.fields).toContainEqual({ name: "Charged", value: "nothing" });
    expect(card?.fields).toContainEqual({ name: "Given back", value: "27 credits" });
    const again = line.slice(1) + (files.length > 0 ? ` image:${id}.image` : "");
    expect(card?.buttons).toEqual([
      { label: "Edit and try again", does: "edit", line: again, job: id, tone: "primary" },
    ]);

    const job = await db.selectFrom("generations").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect(job.state).toBe(state);
    const hold = await db.selectFrom("holds").selectAll().where("generation", "=", id).executeTakeFirstOrThrow();
    expect(hold).toMatchObject({ state: "released", amount: job.price });
    const entries = await db.selectFrom("ledger").selectAll().where("hold", "=", hold.id).orderBy("id").execute();
    expect(entries.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["hold", job.price],
      ["release", job.price],
    ]);
    notes.add({ line, files }, readable(reads));
  });

  test("nothing of all that was charged", async () => {
    await checkLedger(here.db);
    expect(await left()).toEqual(leftBefore);
  });
});
