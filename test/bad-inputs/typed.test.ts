import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLedger } from "../support/ledger.ts";
import { png } from "../support/pictures.ts";
import { books, notebook, type Row, refused, type Stage, stage } from "./stage.ts";

const notes = notebook("What no command takes for words");
let here: Stage;

beforeAll(async () => {
  here = await stage();
});

afterAll(async () => {
  notes.write();
  await checkLedger(here.db);
  await here[Symbol.asyncDispose]();
});

const inQuotes = (said: string) => `To keep “${said}” as words, put all your words in quotes.`;
const boat = { name: "boat.png", bytes: png(640, 480) };

/** Options that another command has, by its name or by the gateway's. */
const ELSEWHERE: readonly (readonly [line: string, says: string])[] = [
  [
    "/video a boat shots:auto",
    `Leave shots out, or use /storyboard: /video doesn't take shots. ${inQuotes("shots:auto")}`,
  ],
  ["/video a boat --shots auto", "Leave shots out, or use /storyboard: /video doesn't take shots."],
  [
    "/video a boat image_start:boat.png",
    `Leave image out, or use /animate, /storyboard, /motion, or /element create: /video doesn't take image. ${inQuotes("image_start:boat.png")}`,
  ],
  [
    "/video a boat reference1:coat.png",
    `Leave reference1 out, or use /animate, /storyboard, /reference, /edit, or /element create: /video doesn't take reference1. ${inQuotes("reference1:coat.png")}`,
  ],
  [
    "/video a boat reference9:coat.png",
    `Leave reference1 out, or use /animate, /storyboard, /reference, /edit, or /element create: /video doesn't take reference1. ${inQuotes("reference9:coat.png")}`,
  ],
  [
    "/video a boat orientation:image",
    `Leave orientation out, or use /motion: /video doesn't take orientation. ${inQuotes("orientation:image")}`,
  ],
  [
    "/animate a boat keep_sound:no",
    `Leave keep_sound out, or use /reference, /edit, or /motion: /animate doesn't take keep_sound. ${inQuotes("keep_sound:no")}`,
  ],
  [
    "/animate a boat --keep-original-sound no",
    "Leave keep_sound out, or use /reference, /edit, or /motion: /animate doesn't take keep_sound.",
  ],
  [
    "/motion a dance duration:5",
    `Leave duration out, or trim the video first: Kling 3.0 motion control lasts as long as the video, up to 10 or 30 s. ${inQuotes("duration:5")}`,
  ],
  [
    "/motion a dance 5s",
    `Leave duration out, or trim the video first: Kling 3.0 motion control lasts as long as the video, up to 10 or 30 s. ${inQuotes("5s")}`,
  ],
  [
    "/motion 9:16 a dance",
    `Leave aspect out: Kling 3.0 motion control keeps the shape of what it's given. ${inQuotes("9:16")}`,
  ],
  [
    "/edit make it night duration:5",
    `Leave duration out, or trim the video first: Kling O3 edit keeps the video's own length. ${inQuotes("duration:5")}`,
  ],
  [
    "/edit make it night 5s",
    `Leave duration out, or trim the video first: Kling O3 edit keeps the video's own length. ${inQuotes("5s")}`,
  ],
  [
    "/edit make it night aspect_ratio:9:16",
    `Leave aspect out, or crop the video first: Kling O3 edit keeps the video's own shape. ${inQuotes("aspect_ratio:9:16")}`,
  ],
  [
    "/edit make it night 9:16",
    `Leave aspect out, or crop the video first: Kling O3 edit keeps the video's own shape. ${inQuotes("9:16")}`,
  ],
  ["/edit make it night --turbo", "Leave model out: this is always made by Kling O3 edit."],
  [
    "/edit make it night reference5:coat.png",
    `Leave reference5 out, or use /animate or /storyboard: /edit doesn't take reference5. ${inQuotes("reference5:coat.png")}`,
  ],
  ["/edit make it night reference8:coat.png", "Leave reference8 out: reference4 is the last one here."],
  ["/animate a boat element8:Ada", "Leave element8 out: element7 is the last one here."],
  ["/animate a boat --reference12 coat.png", "Leave reference12 out: reference7 is the last one here."],
  ["/storyboard auto a heist prompt:rain", "Write the prompt once: after auto, or as prompt."],
];

/** What others make and these models don't, before or behind the words. */
const NEARLY: readonly (readonly [line: string, says: string])[] = [
  ["/video a boat 21:9", `aspect can be 16:9, 9:16, or 1:1, not “21:9”. ${inQuotes("21:9")}`],
  ["/video 4:3 a boat", `aspect can be 16:9, 9:16, or 1:1, not “4:3”. ${inQuotes("4:3")}`],
  ["/video a boat 21:9 --sound", `aspect can be 16:9, 9:16, or 1:1, not “21:9”. ${inQuotes("21:9")}`],
  ["/video a boat aspect_ratio:21:9", "aspect can be 16:9, 9:16, or 1:1, not “21:9”."],
  ["/video a boat 2.5s", `duration takes whole seconds from 3 to 15, not “2.5s”. Try duration:3. ${inQuotes("2.5s")}`],
  [
    "/storyboard 4.5s auto a heist",
    `duration takes whole seconds from 3 to 15, not “4.5s”. Try duration:5. ${inQuotes("4.5s")}`,
  ],
  [
    "/video a boat 20sec",
    `duration takes whole seconds from 3 to 15, not “20sec”. Try duration:15. ${inQuotes("20sec")}`,
  ],
  ["/video a boat 2k", `quality can be 720p, 1080p, or 4k, not “2k”. ${inQuotes("2k")}`],
  [
    "/video a boat 4k",
    `Choose 720p or 1080p: no price is published for kling-3 in 4k, and whoever runs Reelay has set none. ${inQuotes("4k")}`,
  ],
  [
    "/video a boat quality:4k",
    "Choose 720p or 1080p: no price is published for kling-3 in 4k, and whoever runs Reelay has set none.",
  ],
  ["/reference a boat 480p", `quality can be 720p or 1080p, not “480p”. ${inQuotes("480p")}`],
];

const ROWS: readonly Row[] = [...ELSEWHERE, ...NEARLY].map(([line, reads]) => ({ wrong: line, line, reads }));

describe("what names an option, or nearly a value, is said to be none, and holds nothing", () => {
  test.each(ROWS)("$wrong", async (row) => {
    notes.add(row, await refused(here, row));
    expect(await books(here.db)).toEqual({ holds: [], held: [], generations: [], elements: [] });
  });

  test("more pictures than there is room for among the reference pictures", async () => {
    const files = Array.from({ length: 8 }, (_, index) => ({ ...boat, name: `${index}.png` }));
    const room = "reference1, reference2, reference3, reference4, reference5, reference6, or reference7";
    const reads = `That's 8 files; this command has room for 7 (${room}). Leave the others out.`;
    notes.add(
      { line: "", files },
      await refused(here, { wrong: "", line: "/animate a boat pictures:references", files, reads }),
    );
    expect(await books(here.db)).toEqual({ holds: [], held: [], generations: [], elements: [] });
  });
});
