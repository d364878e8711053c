import { describe, expect, it } from "vitest";
import { formatCredits, units } from "../../src/credits/units.ts";
import { checkLedger } from "../support/ledger.ts";
import { type Asked, type Bench, type Shown, until, type Who } from "./chat.ts";

const PNG = [0x89, 0x50, 0x4e, 0x47];

/** Kling 3.0, 5 s: 27 credits, 35.991 in 1080p (FACTS), which is above the 30 from which an admin approves here. */
const DEAR = "1080p";

/** What the channel shows with these words, once it does. */
const inChannel = (bench: Bench, words: RegExp) =>
  until(`message with ${words}`, async () => (await bench.channel()).find(({ text }) => words.test(text)));

const finished = (bench: Bench, words: RegExp) =>
  until(`video of ${words}`, async () =>
    (await bench.channel()).find(({ text, video }) => words.test(text) && video !== undefined),
  );

/** The one answer that a member alone reads. */
const answerTo = async (asked: Promise<Asked> | Asked): Promise<Shown> => {
  const [answer] = await (await asked).answers();
  if (!answer) throw new Error("There was no answer");
  return answer;
};

const tells = async (bench: Bench, who: Who, line: string, words: RegExp | string): Promise<Shown> => {
  const answer = await answerTo(bench.type(who, line));
  expect(answer.text, `/${line}`).toMatch(words);
  return answer;
};

/** The bytes of a file that a member was given with an answer: in it, or sent to them alone where it can hold none. */
const fileOf = async (bench: Bench, who: Who, answer: Shown, name: RegExp): Promise<Uint8Array> => {
  const open = await until(`file ${name}`, async () => {
    const shown = [answer, ...((await bench.letters?.(who)) ?? [])];
    const all = shown.flatMap(({ files = {} }) => Object.entries(files));
    return all.find(([one]) => name.test(one))?.[1];
  });
  return open();
};

const jobs = (bench: Bench) => bench.db.selectFrom("generations").selectAll().orderBy("id").execute();
const held = async (bench: Bench) => (await bench.db.selectFrom("holds").selectAll().execute()).length;

/** What every chat keeps of what admins decide. `open` gives a fresh chat with a Reelay in it. */
export function letsAdminsDecide(name: string, open: () => Promise<Bench>): void {
  describe(`an admin in ${name}`, () => {
    it("has in ten minutes set what members get, decided about requests, and seen who spent what", async () => {
      await using bench = await open();

      // What members get: everybody, a role, and all together.
      await tells(bench, "root", "admin limit amount:100 period:week", /100 credits \(\$1\.39\) a week/);
      await tells(bench, "ada", "credits", /You have 100 credits/);
      await tells(bench, "root", "admin role role:@crew amount:300", /300 credits/);
      await tells(bench, "ben", "credits", /You have 300 credits/);
      await tells(bench, "ada", "credits", /You have 100 credits/);
      await tells(bench, "root", "admin budget 200", /0 of 200 credits \(\$2\.78\) spent this week/);

      // A dear request waits. Nothing is held, and a member's press decides nothing.
      await tells(bench, "root", "admin approval above:30", /30 credits/);
      await bench.type("ada", `video a paper boat ${DEAR}`);
      const waiting = await inChannel(bench, /asks for 35\.991 credits \(\$0\.50\)/);
      expect(waiting.text).toMatch(/a paper boat/);
      expect(waiting.buttons).toEqual(["Approve", "Decline"]);
      for (const who of ["ada", "ben"] as const) {
        expect((await answerTo(bench.press(who, waiting, "Approve"))).text).toMatch(/is for admins/);
      }
      expect(await held(bench)).toBe(0);
      await bench.press("root", waiting, "Approve");
      await inChannel(bench, /has approved/);
      expect((await finished(bench, /a paper boat/)).text).toMatch(/35\.991 credits/);

      await bench.type("ada", `video a paper kite ${DEAR}`);
      await bench.press("root", await inChannel(bench, /a paper kite/), "Decline");
      await inChannel(bench, /has declined your request/);
      expect(await held(bench)).toBe(1);

      // Two admins at once: it is made once, and the other reads who was quicker.
      await tells(bench, "root", "admin admins add:@ben", /is an admin/);
      await bench.type("ada", `video a paper lamp ${DEAR}`);
      const both = await inChannel(bench, /a paper lamp/);
      const presses = await Promise.all([bench.press("root", both, "Approve"), bench.press("ben", both, "Approve")]);
      await finished(bench, /a paper lamp/);
      await until("word to the other admin", async () => {
        const read = (await Promise.all(presses.map((press) => press.answers()))).flat();
        return read.some(({ text }) => /has already approved|has just decided this one/.test(text));
      });
      expect(await jobs(bench)).toHaveLength(2);

      // Who spent what on which models: a table, a picture and a file.
      const usage = await tells(bench, "root", "admin usage period:week", /71\.982 credits \(\$1\.00\) on 2 jobs/);
      const picture = await fileOf(bench, "root", usage, /\.png$/);
      expect([...picture.slice(0, 4)]).toEqual(PNG);
      const csv = Buffer.from(await fileOf(bench, "root", usage, /\.csv$/)).toString();
      expect(csv).toMatch(/kling-v3-text-to-video/);
      expect(csv).toMatch(/71\.982|35\.991/);
      expect(csv).toMatch(/,USD\r\n/);

      const audit = await tells(bench, "root", "admin audit", /set the budget to 200 credits/);
      for (const words of [/set the allowance to 100 credits/, /gave the role \S+ 300 credits/, /made \S.* an admin/]) {
        expect(audit.text).toMatch(words);
      }
      await tells(bench, "root", "admin status", /under way/);
      await checkLedger(bench.db);
      expect(bench.violations()).toEqual([]);
    });

    it("pauses and resumes, stops a job, and lets members give of what was granted", async () => {
      await using bench = await open();
      await bench.type("ada", "video a long way home [never ends]");
      await inChannel(bench, /a long way home/);
      await tells(bench, "root", "admin pause", /Paused/);
      await tells(bench, "ben", "video a paper boat", /has paused new requests/);
      await tells(bench, "root", "admin resume", /Accepting new requests/);

      const [job] = await until("running job", async () => {
        const all = await jobs(bench);
        return all[0]?.state === "running" && all;
      });
      await tells(bench, "root", `admin stop job:${job?.id}`, /Given up/);
      await inChannel(bench, /no video this time/);
      await tells(bench, "ada", "credits", /You have 1,000 credits/);

      await tells(bench, "ada", "credits give:@ben amount:5", /Giving credits to each other is off/);
      await tells(bench, "root", "admin limit gifts:yes", /give each other granted credits/);
      await tells(bench, "root", "admin grant member:@ada amount:20", /You granted .* 20 credits/);
      await tells(bench, "ada", "credits give:@ben amount:7.5", /You gave .* 7\.5 credits/);
      await tells(bench, "ben", "credits", /You have 1,007\.5 credits/);
      await tells(bench, "root", "admin take member:@ada amount:100", /You took 12\.5 credits/);
      await checkLedger(bench.db);
      expect(bench.violations()).toEqual([]);
    });

    it("has prices shown first, with cheaper ways to have it by one tap", async () => {
      await using bench = await open();
      await tells(bench, "ada", "settings ask_above:30", /above 30 credits/);
      const price = await tells(bench, "ada", "video a harbour at night 10s 1080p sound:yes", /This costs 108 credits/);
      expect(price.buttons[0]).toBe("Make it for 108 credits ($1.50)");
      expect(price.text).toMatch(/1,000 credits/);
      const cheaper = price.buttons.filter((label) => /: \d/.test(label));
      expect(cheaper.length).toBeGreaterThanOrEqual(2);
      expect(await held(bench)).toBe(0);
      const [label = ""] = cheaper;
      await bench.press("ada", price, label);
      await finished(bench, /a harbour at night/);
      const [job] = await jobs(bench);
      expect(label).toContain(formatCredits(units(job?.price ?? 0)));
      // Another tap on the same card is the same request.
      await bench.press("ada", price, "Make it for 108 credits ($1.50)");
      expect(await jobs(bench)).toHaveLength(1);
      expect(bench.violations()).toEqual([]);
    });

    it("reads what is wrong with an amount or a member, and nothing is granted", async () => {
      await using bench = await open();
      for (const [amount, words] of [
        ["-5", /less than nothing/],
        ["0", /more than 0/],
        ["1.00001", /four decimals at most/],
        ["1000000.5", /the most is 1,000,000 credits/],
        ["twenty", /isn't a valid amount/],
      ] as const) {
        await tells(bench, "root", `admin grant member:@ada amount:${amount}`, words);
      }
      await tells(bench, "root", "admin grant member:@reelay amount:5", /is a bot/);
      await tells(bench, "root", "admin grant member:@stranger amount:5", /There's nobody called/);
      await tells(bench, "root", "admin limit gifts:yes", /give each other granted credits/);
      await tells(bench, "root", "credits give:@root amount:5", /already yours/);
      expect(await bench.db.selectFrom("ledger").selectAll().execute()).toEqual([]);
      expect(bench.violations()).toEqual([]);
    });

    it("and any member can have all that is kept of them as a file, and have it deleted", async () => {
      await using bench = await open();
      await bench.type("ada", "video a secret garden");
      await finished(bench, /a secret garden/);
      const answer = await tells(bench, "ada", "settings data:export", /Everything I keep about you/);
      const kept = Buffer.from(await fileOf(bench, "ada", answer, /\.json$/)).toString();
      expect(JSON.parse(kept)).toMatchObject({ jobs: [{ input: { prompt: "a secret garden" } }] });
      await until("end of all jobs", async () => (await jobs(bench)).every(({ due_at }) => due_at === null));
      const sure = await tells(bench, "ada", "settings data:forget", /for good/);
      expect((await answerTo(bench.press("ada", sure, "Delete it all"))).text).toMatch(/1 job/);
      await until("message without words", async () => {
        const channel = await bench.channel();
        return channel.every(({ text, video }) => !text.includes("a secret garden") && video === undefined);
      });
      expect(JSON.stringify(await jobs(bench))).not.toContain("secret garden");
      await checkLedger(bench.db);
      expect(bench.violations()).toEqual([]);
    });
  });
}
