import { describe, expect, it } from "vitest";
import { newId } from "../../src/base/ids.ts";
import { type Asked, type Bench, type Shown, until } from "./chat.ts";

/** As many jobs as three pages of ten have room for, and no fourth needs. */
const JOBS = 23;

const answerTo = async (asked: Promise<Asked>): Promise<Shown> => {
  const [answer] = await (await asked).answers();
  if (!answer) throw new Error("There was no answer");
  return answer;
};

/** The words of the prompts that a list shows, in its order. */
const listed = ({ text }: Shown) => [...text.matchAll(/“boat (\d+)”/g)].map(([, number]) => Number(number));

const numbers = (from: number, until: number) => Array.from({ length: from - until + 1 }, (_, index) => from - index);

/** One finished job of Ada's by her own command, and so many after it as if she had asked for them too: `boat 1` is the oldest. */
async function haveMade(bench: Bench): Promise<void> {
  await bench.type("ada", "video boat 1");
  const done = await until("first job", async () => {
    const row = await bench.db.selectFrom("generations").selectAll().executeTakeFirst();
    return row?.state === "delivered" && row.due_at === null && row;
  });
  for (let number = 2; number <= JOBS; number++) {
    const at = done.created_at + number;
    const id = newId("g", at);
    const input = JSON.stringify({ ...JSON.parse(done.input), prompt: `boat ${number}` });
    const own = { id, source_id: id, input, created_at: at, video: null, video_small: null, message: null };
    await bench.db
      .insertInto("generations")
      .values({ ...done, ...own })
      .execute();
  }
}

/** What every chat keeps of what members look back on. `open` gives a fresh chat with a Reelay in it. */
export function letsMembersLookBack(name: string, open: () => Promise<Bench>): void {
  describe(`a member who looks back in ${name}`, () => {
    it("leafs through their jobs, also after a restart, and what is under way comes first", async () => {
      await using bench = await open();
      await haveMade(bench);
      const first = await answerTo(bench.type("ada", "jobs"));
      expect(first.text).toMatch(/23 done this month/);
      expect(first.text).toMatch(/done for 27 credits \(\$0\.38\)/);
      expect(listed(first)).toEqual(numbers(23, 14));
      expect(first.buttons).toEqual(["Older"]);
      const second = await answerTo(bench.press("ada", first, "Older"));
      expect(listed(second)).toEqual(numbers(13, 4));
      expect(second.buttons).toEqual(["Newer", "Older"]);

      await bench.restart();
      await bench.type("ada", "video boat 24 [never ends]");
      await until("running job", async () => {
        const row = await bench.db.selectFrom("generations").select("state").where("state", "=", "running").execute();
        return row.length === 1;
      });
      // It came in between, and moves nothing.
      const third = await answerTo(bench.press("ada", second, "Older"));
      expect(listed(third)).toEqual(numbers(3, 1));
      expect(third.buttons).toEqual(["Newer"]);
      expect(listed(await answerTo(bench.press("ada", third, "Newer")))).toEqual(numbers(13, 4));
      const now = await answerTo(bench.type("ada", "jobs"));
      expect(now.text).toMatch(/1 running · 23 done this month/);
      expect(now.text).toMatch(/boat 24 /);
      expect(listed(now)).toEqual(numbers(23, 15));
      expect((await answerTo(bench.type("ben", "jobs before:g_0123456789abcdefghj"))).text).toMatch(/no such job/);
      expect(bench.violations()).toEqual([]);
    });

    it("reads what videos cost, what theirs usually do, and what the latest did", async () => {
      await using bench = await open();
      await bench.type("ada", "video a paper boat");
      await until("first job", async () => {
        const row = await bench.db.selectFrom("generations").select("state").executeTakeFirst();
        return row?.state === "delivered";
      });
      await answerTo(bench.type("ada", "settings model:turbo"));
      const { text } = await answerTo(bench.type("ada", "help prices"));
      expect(text).toMatch(/Kling 3\.0: 720p 5\.4 \(\$0\.075\) · 1080p 7\.1982 \(\$0\.100\)/);
      expect(text).toMatch(/Kling 3\.0 Turbo, 5 s · 720p · 16:9: 36 credits \(\$0\.50\)/);
      expect(text).toMatch(/“a paper boat”: 27 credits \(\$0\.38\)/);
      const help = await answerTo(bench.type("ada", "help"));
      expect(help.text).toMatch(/help prices says what videos cost/);
      expect((await answerTo(bench.type("ada", "help video"))).text).toMatch(/Make a video from words/);
      expect((await bench.channel()).filter((shown) => /cost/.test(shown.text))).toEqual([]);
      expect(bench.violations()).toEqual([]);
    });
  });
}
