import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import { ada, root, stage } from "../policy/stage.ts";

/** A card as it is read, its buttons included. */
const read = ({ title, text, fields = [], buttons = [] }: Card) =>
  [
    title,
    text,
    ...fields.map(({ name, value }) => `${name}: ${value}`),
    ...buttons.map(({ label }) => `[${label}]`),
  ].join("\n");

const PRICED = { creditPrice: "0.0139" } as const;
const MONEY = /[$€]/;

describe("where the operator has set what a credit costs", () => {
  it("a member who decides sees the money: the price first, what would be cheaper, the settings", async () => {
    await using s = await stage("sqlite", PRICED);
    await s.ask(ada, "settings ask_above:0");
    const asked = read((await s.say(ada, "video a boat 1080p")) as Card);
    expect(asked).toContain("This costs 35.991 credits ($0.50)");
    expect(asked).toContain("Price: 35.991 credits ($0.50)");
    expect(asked).toContain("You have: 100 credits ($1.39)");
    expect(asked).toContain("[Make it for 35.991 credits ($0.50)]");
    expect(asked).toContain("[720p: 27 credits ($0.38)]");
    expect(read(await s.ask(ada, "settings"))).toContain("With these, /video costs 27 credits ($0.38).");
  });

  it("a member who has too little sees what it would cost, and what would be cheaper", async () => {
    await using s = await stage("sqlite", { ...PRICED, allowance: 30 });
    const refused = read(await s.ask(ada, "video a boat 1080p"));
    expect(refused).toContain("This costs 35.991 credits ($0.50); you have 30 credits left.");
    expect(refused).toMatch(/Try it as .*, for 27 credits \(\$0\.38\)\./);
  });

  it("a member who looks back sees it: their credits, and their jobs", async () => {
    await using s = await stage("sqlite", PRICED);
    await s.end(await s.begin(ada), "paid");
    const credits = read(await s.ask(ada, "credits"));
    expect(credits).toContain("You have 73 credits ($1.01) to spend");
    expect(credits).toContain("spent 27 credits ($0.38)");
    expect(credits).toContain("Allowance: 73 ($1.01) of 100 credits ($1.39)");
    expect(read(await s.ask(ada, "jobs"))).toContain("done for 27 credits ($0.38)");
  });

  it("an admin sees it: what waits, who spent what, and in the file", async () => {
    await using s = await stage("sqlite", PRICED);
    await s.end(await s.begin(ada), "paid");
    expect(read(await s.ask(root, "admin approval above:10"))).toContain("Waits above: 10 credits ($0.14)");
    const waiting = read((await s.say(ada, "video a boat")) as Card);
    expect(waiting).toContain("Ada asks for 27 credits ($0.38)");
    expect(waiting).toContain("Price: 27 credits ($0.38)");
    const budget = read(await s.ask(root, "admin budget 200"));
    expect(budget).toContain("27 ($0.38) of 200 credits ($2.78) spent this month");
    expect(read(await s.ask(root, "admin limit"))).toContain("Allowance: 100 credits ($1.39) a month");
    expect(read(await s.ask(root, "admin approval"))).toContain("Ada, 27 credits ($0.38): a boat");
    const usage = await s.ask(root, "admin usage");
    expect(read(usage)).toContain("Spent: 27 credits ($0.38) on 1 job");
    expect(read(usage)).toContain("Ada: 27 credits ($0.38), 1 job");
    const file = usage.files?.find(({ type }) => type === "text/csv");
    const csv = await readFile(s.library.pathOf(file?.hash ?? ""), "utf8");
    expect(csv).toMatch(/,credits,USD\r\n.*,27,0\.3753\r\n$/);
  });

  it("what was written down says credits alone: the money is today's", async () => {
    await using s = await stage("sqlite", PRICED);
    await s.ask(root, "admin grant member:@ada amount:20");
    await s.ask(root, "admin approval above:10");
    expect(read(await s.ask(root, "admin role role:artists amount:300"))).toContain("300 credits ($4.17)");
    expect(read(await s.ask(root, "admin audit"))).not.toMatch(MONEY);
  });
});

it("where none is set, no money is shown anywhere", async () => {
  await using s = await stage("sqlite");
  await s.end(await s.begin(ada), "paid");
  await s.ask(ada, "settings ask_above:0");
  for (const line of ["video a boat", "credits", "jobs", "settings", "help prices"]) {
    expect(read(await s.ask(ada, line)), line).not.toMatch(MONEY);
  }
  for (const line of ["admin usage", "admin approval above:10", "admin grant member:@ada amount:20"]) {
    expect(read(await s.ask(root, line)), line).not.toMatch(MONEY);
  }
});

describe("/help", () => {
  it("prices lists every model's rates, what a usual video costs, and the latest that were made", async () => {
    await using s = await stage("sqlite", PRICED);
    const fresh = read(await s.ask(ada, "help prices"));
    expect(fresh.split("\n").slice(0, 10)).toEqual([
      "What videos cost",
      "Credits for each second of video; at least 3 seconds are charged:",
      "Kling 3.0: 720p 5.4 ($0.075) · 1080p 7.1982 ($0.100) · 720p with sound 8.1 ($0.113) · 1080p with sound 10.8 ($0.150)",
      "Kling O3: 720p 5.4 ($0.075) · 1080p 7.2036 ($0.100) · 720p with sound 7.2036 ($0.100) · 1080p with sound 9.0018 ($0.125)",
      "Kling O3 reference (/reference): 720p 8.1 ($0.113) · 1080p 10.8054 ($0.150)",
      "Kling O3 edit (/edit): 720p 8.1 ($0.113) · 1080p 10.8054 ($0.150)",
      "Kling 3.0 Turbo: 720p 7.2 ($0.100) · 1080p 9 ($0.125)",
      "Kling 3.0 motion control (/motion): 720p 8.1648 ($0.113) · 1080p 10.8837 ($0.151)",
      "Kling character (/element create): 1 ($0.014) each",
      "",
    ]);
    expect(fresh).toContain("Your usual /video: Kling 3.0, 5 s · 720p · 16:9: 27 credits ($0.38)");
    expect(fresh).not.toContain("Your latest");
    await s.ask(ada, "settings model:turbo quality:1080p");
    await s.end(await s.begin(ada), "paid");
    await s.end(await s.begin(ada), "given back");
    const later = read(await s.ask(ada, "help Prices"));
    expect(later).toContain("Your usual /video: Kling 3.0 Turbo, 5 s · 1080p · 16:9: 45 credits ($0.63)");
    expect(later.match(/“a boat”: 27 credits \(\$0\.38\)/g)).toHaveLength(1);
    // A section of Slack's holds so much, and Discord's message with all else that is on the card.
    expect(later.length).toBeLessThan(3_000);
  });

  it("prices lists just the models that the member may ask for", async () => {
    await using s = await stage("sqlite", PRICED);
    await s.ask(root, "admin models kling-turbo");
    const prices = read(await s.ask(ada, "help prices"));
    expect(prices.match(/^Kling .*: .*$/gm)).toEqual([expect.stringMatching(/^Kling 3\.0 Turbo: /)]);
  });

  it("says that it can tell prices and explain a command, and does", async () => {
    await using s = await stage("sqlite");
    expect(read(await s.ask(ada, "help"))).toContain(
      "/help prices says what videos cost; /help video explains one command.",
    );
    for (const line of ["help video", "help /video"]) {
      const video = read(await s.ask(ada, line));
      expect(video).toMatch(/^\/video\nMake a video from words\n/);
      expect(video).toContain("duration: Length in whole seconds");
    }
    expect(read(await s.ask(ada, "help element create"))).toMatch(/^\/element create\n/);
    expect(read(await s.ask(ada, "help element"))).toMatch(/^\/element\n\/element create: .*\n\/element list: /);
    expect(read(await s.ask(ada, "help admin"))).toContain("There's no command called “admin”.");
    expect(read(await s.ask(root, "help admin budget"))).toMatch(/^\/admin budget\n/);
    expect(read(await s.ask(ada, "help confirm"))).toContain("There's no command called “confirm”.");
  });
});
