import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "../../src/app/config/config.ts";
import { type Reelay, start } from "../../src/app/start.ts";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { typeOf } from "../../src/media/probe/probe.ts";
import { type MessageView, visit } from "../../src/playground/client.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { file } from "../media/support.ts";

const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);

let dataDir: string;
let sandbox: Sandbox;
let reelay: Reelay;
let page: ReturnType<typeof visit>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "reelay-delivery-"));
  const log = createLog("silent");
  const clips = { speed: 2_000, clock: systemClock, log, render: "clips" as const };
  sandbox = await startSandbox({ ...clips, dataDir: join(dataDir, "sandbox") });
  const gateway = {
    EVOLINK_API_KEY: "a-key-for-tests",
    EVOLINK_API_URL: sandbox.url,
    EVOLINK_FILES_URL: sandbox.filesUrl,
  };
  reelay = await start(readConfig({ ...gateway, DATA_DIR: dataDir, PORT: "0" }), { log });
  page = visit(reelay.address);
});
afterAll(async () => {
  await reelay.stop();
  await sandbox.close();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

/** The job of a finished video. */
async function make(words: string): Promise<string> {
  await page.say(`/video ${words}`);
  const done = ({ card }: MessageView) => card?.video !== undefined && card.text === words;
  const found = (await page.until((seen) => seen.some(done))).find(done);
  return /g_[0-9a-z]{19}/.exec(found?.card?.video?.name ?? "")?.[0] ?? "";
}

/** The card that answers a line. */
async function ask(line: string, as: "member" | "admin" = "member") {
  const [, answer] = await page.say(line, { as });
  if (!answer?.card) throw new Error(`${line} has no answer`);
  return answer.card;
}

it.skipIf(!encoderIsHere)(
  "shows a job by pictures out of its video: three seconds that move, and a strip",
  async () => {
    const id = await make("a boat to look at");
    const { files = [], fields } = await ask(`/jobs show:${id}`);
    const types = await Promise.all(files.map(async ({ src }) => typeOf(file(await page.read(src)))));
    expect(types).toEqual(["image/gif", "image/jpeg"]);
    expect(files.map(({ alt }) => alt)).toEqual([`Three seconds of ${id}`, `Frames of ${id}`]);
    expect(fields).toContainEqual({ name: "Kept", value: "as long as the others here" });
    // What was taken once is shown in the list from then on.
    expect((await ask("/jobs")).files?.map(({ alt }) => alt)).toEqual([`Frames of ${id}`]);
  },
);

it("pins a video, says so, and lets go of the pin", async () => {
  const id = await make("a boat to keep");
  expect(await ask(`/jobs pin:${id}`)).toMatchObject({ title: "Pinned", buttons: [{ label: "Unpin" }] });
  expect((await ask("/jobs")).text).toContain(", pinned");
  expect(await ask(`/jobs unpin:${id}`)).toMatchObject({ title: "Unpinned" });
  expect((await ask("/jobs")).text).not.toContain(", pinned");
});

it("joins the jobs that are named, in a card of their own", async () => {
  const ids = [await make("the door opens"), await make("she steps in")];
  await page.say(`/join ${ids.join(" ")}`);
  const joined = ({ card }: MessageView) => card?.title === "Joined: done";
  const card = (await page.until((seen) => seen.some(joined))).find(joined)?.card;
  expect(card?.video?.seconds).toBeCloseTo(10, 1);
  expect(card?.fields).toEqual([
    { name: "Video", value: "2 clips · 10 s" },
    { name: "For", value: "You" },
  ]);
});

it.each([
  ["/join", "Name two videos or more"],
  ["/join ../etc/passwd g_x", "“../etc/passwd” isn't the id of a job"],
  ["/jobs show:g_0000000000000000000", "There's no such job"],
  ["/jobs pin:g_0000000000000000000", "There's no such job"],
])("refuses %s with the reason", async (line, reason) => {
  expect((await ask(line)).text).toContain(reason);
});

it("lets admins say how long videos are kept, and nobody else", async () => {
  expect((await ask("/admin keep days:30")).text).toContain("for admins");
  expect((await ask("/admin keep", "admin")).fields).toContainEqual({
    name: "For",
    value: "as whoever runs Reelay has set it",
  });
  expect((await ask("/admin keep days:30 size:20", "admin")).fields).toEqual([
    { name: "For", value: "30 days" },
    { name: "Together", value: "up to 20 GB" },
  ]);
  expect((await ask("/admin audit", "admin")).text).toContain(
    "set the days that videos are kept to 30 and set the size of the videos kept to 20 GB",
  );
  expect((await ask("/admin keep days:off", "admin")).fields).toContainEqual({
    name: "For",
    value: "as whoever runs Reelay has set it",
  });
  expect((await ask("/admin keep days:0", "admin")).text).toContain("a whole number from 1 to 36,500, or off");
});
