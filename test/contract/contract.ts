import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkLedger } from "../support/ledger.ts";
import { png } from "../support/pictures.ts";
import { type Bench, type Shown, until, type Who } from "./chat.ts";

/** What every Reelay of this suite is started with, besides what its chat needs. */
export const CONTRACT_ENV = {
  PORT: "0",
  SANDBOX_SPEED: "2000",
  DEFAULT_ALLOWANCE: "1000",
  DEFAULT_MAX_JOBS: "20",
  CREDIT_PRICE: "0.0139",
} as const;

const BOAT = { name: "boat.png", bytes: png(640, 480) };
const TRICKS = "**hi** <!channel> <@1> # no\n> `x` [a](https://evil.example) ||y|| &amp; <b>";

/** Finished in the channel: the message that has the words and a video that plays. */
const finished = (bench: Bench, words: string) =>
  until(`finished video of ${words}`, async () =>
    (await bench.channel()).find(({ text, video }) => text.includes(words) && video !== undefined),
  );

/** The one announcement with these words, once `fits` is true of it. */
const announced = (bench: Bench, words: string, fits: (message: Shown) => boolean = () => true) =>
  until(`announcement of ${words}`, async () =>
    (await bench.channel()).find((message) => message.text.includes(words) && fits(message)),
  );

const job = (bench: Bench) =>
  bench.db.selectFrom("generations").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();

/** Nothing is left to do for any job. */
const settled = (bench: Bench) =>
  until("end of all jobs", async () => {
    const due = await bench.db.selectFrom("generations").select("id").where("due_at", "is not", null).execute();
    return due.length === 0;
  });

const refused = async (bench: Bench, who: Who, line: string, files: { name: string; bytes: Uint8Array }[] = []) => {
  const [answer, ...more] = await (await bench.type(who, line, files)).answers();
  expect(more).toEqual([]);
  if (!answer) throw new Error(`/${line} was not answered`);
  return answer;
};

/** What every chat keeps. `open` gives a fresh chat with a Reelay in it, started with CONTRACT_ENV. */
export function keepsTheContract(name: string, open: () => Promise<Bench>): void {
  describe(`a member in ${name}`, () => {
    it("gets one message that tells the price and becomes the video, and is notified at most once", async () => {
      await using bench = await open();
      const asked = await bench.type("ada", "video a paper boat on a river");
      expect(await asked.answers()).toEqual([]);
      const begun = await announced(bench, "a paper boat on a river");
      expect(begun.text).toMatch(/Kling 3\.0/);
      const result = await finished(bench, "a paper boat on a river");
      expect(result.id).toBe(begun.id);
      expect(result.text).toMatch(/27 credits \(\$0\.38\)/);
      expect(result.text).toMatch(/973/);
      expect(result.buttons).toEqual(expect.arrayContaining(["Again", "Edit prompt", "Delete"]));
      const { video } = await job(bench);
      const bytes = await result.video?.();
      const hash = createHash("sha256")
        .update(bytes ?? "")
        .digest("hex");
      expect(hash).toBe((JSON.parse(video ?? "{}") as { hash: string }).hash);
      await settled(bench);
      const channel = await bench.channel();
      expect(channel.filter(({ text }) => text.includes("a paper boat on a river"))).toHaveLength(1);
      const pinged = channel.flatMap((message) => message.pinged);
      expect(pinged.filter((one) => one !== "ada")).toEqual([]);
      expect(pinged.length).toBeLessThanOrEqual(1);
      await checkLedger(bench.db);
      expect(bench.violations()).toEqual([]);
    });

    it("makes a video from a picture that comes with the command", async () => {
      await using bench = await open();
      await bench.type("ada", "animate gentle breeze", [BOAT]);
      await finished(bench, "gentle breeze");
      expect(await bench.tasks()).toBe(1);
      expect(bench.violations()).toEqual([]);
    });

    it("gives seven reference pictures, and names two of them in the prompt", async () => {
      await using bench = await open();
      const files = Array.from({ length: 7 }, (_, index) => ({ ...BOAT, name: `boat-${index + 1}.png` }));
      await bench.type("ada", "animate --o3 @image7 sails past @image1 pictures:references", files);
      await finished(bench, "@image7 sails past @image1");
      const [sent] = await bench.wire();
      expect(sent).toMatchObject({
        model: "kling-o3-image-to-video",
        prompt: "<<<image_7>>> sails past <<<image_1>>>",
      });
      expect(sent?.image_urls).toHaveLength(7);
      expect(sent).not.toHaveProperty("image_start");
      expect(bench.violations()).toEqual([]);
    });

    it("makes a storyboard from a first frame to a last one, with negative words and a watermark", async () => {
      await using bench = await open();
      await bench.type("ada", "storyboard 5s: the boat drifts out negative:rain watermark:yes", [
        BOAT,
        { ...BOAT, name: "sea.png" },
      ]);
      await finished(bench, "the boat drifts out");
      const [sent] = await bench.wire();
      expect(sent).toMatchObject({
        model: "kling-v3-image-to-video",
        negative_prompt: "rain",
        model_params: { watermark_info: { enabled: true } },
      });
      expect([sent?.image_start, sent?.image_end]).toEqual([expect.any(String), expect.any(String)]);
      expect(bench.violations()).toEqual([]);
    });

    it("reads what videos cost, in credits and in money", async () => {
      await using bench = await open();
      const [prices] = await (await bench.type("ada", "help prices")).answers();
      expect(prices?.text).toMatch(/Kling 3\.0: 720p 5\.4 \(\$0\.075\)/);
      expect(bench.violations()).toEqual([]);
    });

    it("alone reads what is wrong, has what they typed given back, and nothing is held", async () => {
      await using bench = await open();
      const answer = await refused(bench, "ada", "animate waves roll in", [
        { name: "notes.png", bytes: Buffer.from("words") },
      ]);
      expect(answer.text).toMatch(/“notes\.png” is .*, and a picture goes here/);
      expect(answer.text).toMatch(/Nothing was charged/);
      expect(answer.buttons).toEqual(["Edit and send again"]);
      expect(await bench.channel()).toEqual([]);
      expect(await bench.db.selectFrom("holds").selectAll().execute()).toEqual([]);
      expect(bench.violations()).toEqual([]);
    });

    it("pays once for a request that the chat delivers twice", async () => {
      await using bench = await open();
      const asked = await bench.type("ada", "video twice told");
      await asked.again();
      await finished(bench, "twice told");
      await settled(bench);
      expect(await bench.tasks()).toBe(1);
      expect((await bench.channel()).filter(({ text }) => text.includes("twice told"))).toHaveLength(1);
    });

    it("makes it again with one tap; others' taps are refused, for them alone", async () => {
      await using bench = await open();
      await bench.type("ada", "video tap tap");
      const result = await finished(bench, "tap tap");
      const [refusal] = await (await bench.press("ben", result, "Again")).answers();
      expect(refusal?.text).toMatch(/only they and admins can do that/);
      expect(await bench.tasks()).toBe(1);
      await bench.press("ada", result, "Again");
      await until("second video", async () => (await bench.channel()).filter(({ video }) => video).length === 2);
      expect(await bench.tasks()).toBe(2);
      expect(bench.violations()).toEqual([]);
    });

    it("deletes a video with one tap, and nothing of it is left in the channel", async () => {
      await using bench = await open();
      await bench.type("ada", "video short lived");
      const result = await finished(bench, "short lived");
      const [answer] = await (await bench.press("ada", result, "Delete")).answers();
      expect(answer?.text).toMatch(/gone/);
      const left = await announced(bench, "short lived", ({ video }) => video === undefined);
      expect(left.id).toBe(result.id);
      expect(bench.violations()).toEqual([]);
    });

    it("may write what they like: it reads as they wrote it, and calls nobody", async () => {
      await using bench = await open();
      await bench.type("ada", `video prompt:"${TRICKS}"`);
      const result = await finished(bench, TRICKS);
      expect(result.text).toContain(TRICKS);
      await settled(bench);
      const pinged = (await bench.channel()).flatMap((message) => message.pinged);
      expect(pinged.every((one) => one === "ada")).toBe(true);
      expect(bench.violations()).toEqual([]);
    });

    it("calls nobody who isn't in the cast, and everyone isn't", async () => {
      await using bench = await open();
      const answer = await refused(bench, "ada", "video @everyone and @here dance");
      expect(answer.text).toMatch(/@everyone/);
      expect(answer.pinged).toEqual([]);
      expect(await bench.channel()).toEqual([]);
      expect(bench.violations()).toEqual([]);
    });

    it("may use all 2,500 characters of a prompt, of which the card shows the beginning", async () => {
      await using bench = await open();
      const prompt = `begin ${"*_~|`<@1>&".repeat(249)}`.slice(0, 2_496).concat(" end");
      await bench.type("ada", `video prompt:"${prompt.replace(/[\\"]/g, "\\$&")}"`);
      const result = await finished(bench, "begin *_~|");
      expect(result.text).toContain("…");
      expect(result.text).not.toContain(" end");
      expect(bench.violations()).toEqual([]);
    });

    it("has help, credits, settings, jobs and the cast answered for them alone", async () => {
      await using bench = await open();
      for (const [line, words] of [
        ["help", /\/(reelay )?video/],
        ["credits", /1,?000/],
        ["settings", /model/i],
        ["jobs", /Nothing yet/],
        ["element list", /Nobody yet/],
      ] as const) {
        expect((await refused(bench, "ben", line)).text, line).toMatch(words);
      }
      expect(await bench.channel()).toEqual([]);
      expect(bench.violations()).toEqual([]);
    });

    it("adds a character that an admin approves, and uses it by name", async () => {
      await using bench = await open();
      const closed = await refused(bench, "ada", "element approval wait:on");
      expect(closed.text).toMatch(/for admins/);
      await refused(bench, "root", "element approval wait:on");
      const proposal = await refused(bench, "ada", "element create name:Ada description:somebody", [BOAT]);
      await bench.press("ada", proposal, "Yes, I may use this likeness");
      const waiting = await announced(bench, "@Ada is waiting for an admin");
      const [no] = await (await bench.press("ben", waiting, "Approve")).answers();
      expect(no?.text).toMatch(/for admins/);
      await bench.press("root", waiting, "Approve");
      await announced(bench, "@Ada is in the cast");
      await bench.type("ada", 'video prompt:"@Ada waves" model:kling-o3');
      await finished(bench, "@Ada waves");
      expect(bench.violations()).toEqual([]);
    });

    it("sees the job end in the message that announced it though Reelay was restarted, and its buttons work", async () => {
      await using bench = await open();
      await bench.type("ada", "video over the night");
      const begun = await announced(bench, "over the night");
      await bench.restart();
      const result = await finished(bench, "over the night");
      expect(result.id).toBe(begun.id);
      await bench.restart();
      await bench.press("ada", result, "Again");
      await until("second video", async () => (await bench.channel()).filter(({ video }) => video).length === 2);
      expect(await bench.tasks()).toBe(2);
      expect(bench.violations()).toEqual([]);
    });

    it("finds their video though its message was deleted meanwhile", async () => {
      await using bench = await open();
      await bench.type("ada", "video never mind [never ends]");
      await bench.remove(await announced(bench, "never mind"));
      await bench.type("ada", "video lost and found");
      await bench.remove(await announced(bench, "lost and found"));
      await until("end of the second job", async () => {
        const { state, due_at } = await job(bench);
        return state === "delivered" && due_at === null;
      });
      const answers = await (await bench.type("ada", "credits")).answers();
      const told = [...answers, ...((await bench.letters?.("ada")) ?? [])];
      expect(told.filter(({ text }) => text.includes("lost and found"))).toHaveLength(1);
      await checkLedger(bench.db);
    });

    it("has each video once, in its message, whatever the chat answers to Reelay", async () => {
      await using bench = await open();
      if (!bench.trouble) return;
      const names = Array.from({ length: 6 }, (_, index) => `storm ${index} of six`);
      for (const [index, name] of names.entries()) {
        bench.trouble((["busy", "broken", "answer lost"] as const)[index % 3] ?? "busy", 2);
        await bench.type(index % 2 ? "ada" : "ben", `video ${name}`);
      }
      const begun = new Map<string, string>();
      for (const name of names) begun.set(name, (await announced(bench, name)).id);
      for (const kind of ["answer lost", "busy", "broken"] as const) bench.trouble(kind, 3);
      for (const name of names) expect((await finished(bench, name)).id).toBe(begun.get(name));
      await settled(bench);
      for (const name of names) {
        expect((await bench.channel()).filter(({ text }) => text.includes(name))).toHaveLength(1);
      }
      expect(await bench.tasks()).toBe(6);
      await checkLedger(bench.db);
    });
  });
}
