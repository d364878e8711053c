import { describe, expect, it } from "vitest";
import { ada, credits, grace, queen, root, stage } from "../policy/stage.ts";
import { STORE_KINDS } from "../support/stores.ts";

/** A card as it is read, in one text. */
const read = (card: { title: string; text?: string; fields?: readonly { name: string; value: string }[] }) =>
  [card.title, card.text, ...(card.fields ?? []).map(({ name, value }) => `${name}: ${value}`)].join("\n");

describe.each(STORE_KINDS)("/admin on %s", (kind) => {
  it("grants and takes, once an interaction, and writes down who did", async () => {
    await using s = await stage(kind);
    const line = "admin grant member:@ada amount:20";
    await Promise.all([1, 2, 3].map(() => s.ask(root, line, { source: "one" })));
    expect(await s.left(ada)).toBe(120);
    expect(read(await s.ask(root, "admin take 5 from <@!ada>"))).toContain("It takes member and amount");
    expect(read(await s.ask(root, "admin take <@!ada> 5"))).toContain("You took 5 credits from Ada");
    expect(read(await s.ask(root, "admin take member:<@ada|Ada> amount:50"))).toContain("You took 15 credits");
    expect(await s.left(ada)).toBe(100);
    const audit = read(await s.ask(root, "admin audit"));
    expect(audit).toContain("Root granted 20 credits to Ada");
    expect(audit.match(/granted/g)).toHaveLength(1);
    expect(audit).toContain("Root took 15 credits from Ada");
    await s.check();
  });

  it("grants to oneself, too: the audit shows it", async () => {
    await using s = await stage(kind);
    await s.ask(root, "admin grant member:root amount:7.5");
    expect(await s.left(root)).toBe(107.5);
    expect(read(await s.ask(root, "admin audit"))).toContain("Root granted 7.5 credits to Root");
  });

  it.each([
    ["amount:-5", "“-5” is less than nothing"],
    ["amount:0", "it has to be more than 0"],
    ["amount:0.0000", "it has to be more than 0"],
    ["amount:1.00001", "with four decimals at most: “1.00001” has more"],
    ["amount:1000000.0001", "the most is 1,000,000 credits"],
    ["amount:99999999999999999999", "the most is 1,000,000 credits"],
    ["amount:1e3", "“1e3” isn't a valid amount"],
    ["amount:twenty", "“twenty” isn't a valid amount"],
    ["amount:NaN", "“NaN” isn't a valid amount"],
    ["amount:٣", "“٣” isn't a valid amount"],
    ["", "amount is missing"],
  ])("refuses a grant of %s, and changes nothing", async (amount, sentence) => {
    await using s = await stage(kind);
    const { text } = await s.ask(root, `admin grant member:ada ${amount}`);
    expect(text).toContain(sentence);
    expect(text).toMatch(/Write|missing/);
    expect(await s.db.selectFrom("ledger").selectAll().execute()).toEqual([]);
    expect(await s.db.selectFrom("audit").selectAll().execute()).toEqual([]);
  });

  it.each([
    ["member:reelay", "Reelay is a bot, and bots don't have credits"],
    ["member:<@U0ELSEWHERE>", "There's nobody called “U0ELSEWHERE” in this workspace"],
    ['member:"two words"', "member takes a member, as @name"],
    ["", "member is missing"],
  ])("refuses a grant to %s", async (whom, sentence) => {
    await using s = await stage(kind);
    expect((await s.ask(root, `admin grant amount:5 ${whom}`)).text).toContain(sentence);
    expect(await s.db.selectFrom("ledger").selectAll().execute()).toEqual([]);
  });

  it("is for admins, of the chat's making or named here", async () => {
    await using s = await stage(kind);
    expect((await s.ask(ada, "admin grant member:ada amount:5")).text).toContain("is for admins");
    await expect(s.services(ada).policy.grant("ada", credits(5))).rejects.toThrow("Only admins can do that");
    await expect(s.services(ada).policy.standing()).rejects.toThrow("Only admins can do that");
    await s.ask(root, "admin admins add:@ada");
    expect(read(await s.ask(root, "admin admins"))).toContain("Ada");
    expect(read(await s.ask(ada, "admin grant member:ada amount:5"))).toContain("You granted Ada 5 credits");
    await s.ask(root, "admin admins remove:@ada");
    expect((await s.ask(ada, "admin grant member:ada amount:5")).text).toContain("is for admins");
  });

  it("sets what each member gets, a member's own, and a role's, each seen at once", async () => {
    await using s = await stage(kind);
    const rules = await s.ask(
      root,
      "admin limit amount:50 period:week time_zone:Europe/Berlin jobs:3 all_jobs:9 price:40",
    );
    expect(read(rules)).toContain("Allowance: 50 credits a week");
    expect(read(rules)).toContain("Jobs at once: 3 a member, 9 in all");
    expect(read(rules)).toContain("Price of a job: up to 40 credits");
    expect(await s.left(ada)).toBe(50);
    expect(read(await s.ask(root, "admin limit member:@ada amount:5"))).toContain("Ada: 5 credits");
    expect(await s.left(ada)).toBe(5);
    await s.ask(root, "admin limit member:@ada amount:off");
    expect(await s.left(ada)).toBe(50);
    await s.ask(root, "admin role role:<@&artists> amount:80 seconds:10");
    expect(await s.left(grace)).toBe(80);
    await s.ask(root, "admin role role:artists amount:off");
    expect(read(await s.ask(root, "admin limit"))).toContain("Role artists: up to 10 s");
    expect(await s.left(grace)).toBe(50);
    await s.ask(root, "admin role role:artists usual:yes");
    expect(read(await s.ask(root, "admin limit"))).not.toContain("Role");
    expect((await s.ask(root, "admin limit time_zone:Berlin")).text).toContain("takes a place such as Europe/Berlin");
    expect(read(await s.ask(root, "admin audit"))).toContain(
      "Root set the allowance to 50 credits, set the period to a week",
    );
  });

  it("limits models, qualities, lengths and channels, in sentences that say what is allowed", async () => {
    await using s = await stage(kind);
    await s.ask(root, "admin models kling-turbo, motion quality:720p seconds:5");
    expect((await s.ask(ada, "video a boat")).text).toContain("You can use kling-turbo or motion here, not kling-3");
    expect((await s.ask(ada, "video a boat --turbo 1080p")).text).toContain("Your videos can be 720p here, not 1080p");
    expect((await s.ask(ada, "video a boat --turbo 6s")).text).toContain("up to 5 s long here, and this is 6 s");
    expect((await s.ask(root, "admin models sora")).text).toContain("not “sora”");
    await s.ask(root, "admin models off quality:off seconds:off");
    expect(await s.say(ada, "video a boat")).toBeUndefined();
    expect((await s.ask(root, "admin channels remove:#general")).text).toContain("all channels are open");
    await s.ask(root, "admin channels add:<#videos|videos>");
    expect((await s.ask(ada, "video a boat")).text).toContain("Ask an admin which other channel to use");
    await s.ask(root, "admin channels all:yes");
    expect(await s.say(ada, "video a boat")).toBeUndefined();
  });

  it("pauses and resumes; what is under way stays", async () => {
    await using s = await stage(kind);
    await s.say(ada, "video a boat");
    const card = await s.ask(root, "admin pause");
    expect((await s.ask(ada, "video a kite")).text).toContain("Root has paused new requests here");
    expect(await s.jobs()).toMatchObject([{ state: "queued" }]);
    expect(read((await s.press(queen, card, "Resume")) ?? card)).toContain("Accepting new requests");
    expect(await s.say(ada, "video a kite")).toBeUndefined();
  });

  it("keeps a budget that everybody sees when it is spent", async () => {
    await using s = await stage(kind);
    expect(read(await s.ask(root, "admin budget 60"))).toContain("0 of 60 credits spent this month");
    await s.say(ada, "video a boat");
    await s.say(grace, "video a boat");
    expect((await s.ask(root, "video a boat")).text).toContain("the workspace budget has 6 credits left");
    expect(read(await s.ask(root, "admin budget"))).toContain("54 of 60 credits spent this month");
    await s.ask(root, "admin budget off");
    expect(await s.say(root, "video a boat")).toBeUndefined();
  });

  it("stops a job that waits or runs, gives its credits back, and no job that is paid for", async () => {
    await using s = await stage(kind);
    for (const [state, title, ended] of [
      ["queued", "Stopped", "canceled"],
      ["running", "Given up", "failed"],
      ["unknown", "Given up", "lost"],
      ["submitting", "Too late to stop", "submitting"],
    ] as const) {
      await s.say(ada, "video a boat");
      const id = (await s.jobs()).at(-1)?.id ?? "";
      await s.db.updateTable("generations").set({ state }).where("id", "=", id).execute();
      expect(await s.ask(root, `admin stop ${id}`)).toMatchObject({ title });
      expect((await s.jobs()).at(-1)?.state).toBe(ended);
    }
    expect(await s.left(ada)).toBe(73);
    expect((await s.ask(root, "admin stop g_nothing")).text).toContain("There's no such job");
    expect((await s.ask(ada, "admin stop g_nothing")).text).toContain("is for admins");
    await s.check();
  });

  it("shows the requests that wait, with their buttons, and sets which do", async () => {
    await using s = await stage(kind);
    expect(read(await s.ask(root, "admin approval above:20 missing:yes ask_above:60"))).toContain(
      "Waits above: 20 credits",
    );
    await s.ask(ada, "video a paper boat");
    const card = await s.ask(root, "admin approval");
    expect(read(card)).toContain("Ada, 27 credits: a paper boat");
    await s.press(root, card, "Approve Ada");
    expect(await s.jobs()).toHaveLength(1);
    expect(read(await s.ask(root, "admin approval above:off"))).toContain("Waits above: no price");
  });
});

describe.each(STORE_KINDS)("/credits give on %s", (kind) => {
  it("gives of grants where an admin lets members, once an interaction, and nothing of an allowance", async () => {
    await using s = await stage(kind);
    expect((await s.ask(ada, "credits give @grace 5")).text).toContain(
      "Giving credits to each other is off in this workspace",
    );
    await s.ask(root, "admin limit gifts:yes");
    expect((await s.ask(ada, "credits give @grace 5")).text).toContain("and you have 0 credits.");
    await s.ask(root, "admin grant member:ada amount:20");
    await Promise.all([1, 2, 3].map(() => s.ask(ada, "credits give <@grace> 5", { source: "one" })));
    expect([await s.left(ada), await s.left(grace)]).toEqual([115, 105]);
    expect(await s.choose(ada, "credits", { give: "grace", amount: "7.5" })).toMatchObject({
      title: "You gave Grace 7.5 credits",
    });
    expect((await s.ask(ada, "credits give @grace 7.5001")).text).toContain("and you have 7.5 credits.");
    expect((await s.ask(ada, "credits give @ada 5")).text).toContain("Those credits are already yours");
    expect((await s.ask(ada, "credits give @reelay 5")).text).toContain("Reelay is a bot");
    expect((await s.ask(ada, "credits give @nobody 5")).text).toContain("There's nobody called “nobody”");
    expect((await s.ask(ada, "credits give @grace")).text).toContain("How many credits?");
    expect((await s.ask(ada, "credits give @grace -5")).text).toContain("less than nothing");
    await s.check();
  });

  it("neither makes nor loses credits when two give each other all they have at once", async () => {
    await using s = await stage(kind);
    await s.rules({ gifts: true });
    await s.ask(root, "admin grant member:ada amount:20");
    await s.ask(root, "admin grant member:grace amount:20");
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => s.say(i % 2 ? ada : grace, `credits give ${i % 2 ? "grace" : "ada"} 20`)),
    );
    expect((await s.left(ada)) + (await s.left(grace))).toBe(240);
    await s.check();
  });
});
