import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { lockAccount } from "../../src/credits/ledger.ts";
import { inEnglish } from "../../src/text/render.ts";
import { checkLedger } from "../support/ledger.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { fileOf, grace, LIKENESS, linus, picture, root, stage } from "./stage.ts";

const CREATE = 'element create name:Ada description:"a young pilot"';

describe.each(STORE_KINDS)("on %s", (kind) => {
  test("asks for the likeness before anything is held, then makes it, and a prompt can name it", async () => {
    await using s = await stage(kind);
    const asked = await s.ask(grace, CREATE, [picture("front"), picture("side", 1)]);
    expect(asked).toMatchObject({
      tone: "info",
      audience: "member",
      title: "Are you allowed to use this likeness for @Ada?",
    });
    expect(asked.text).toContain("@Ada is made from 2 pictures. It costs 1 credit and takes about 10 min.");
    expect(asked.buttons?.map(({ line }) => line)).toEqual(["element confirm token:token1"]);
    expect([await s.jobs(), await s.holds(), await s.cast.list("w1")]).toEqual([[], [], []]);

    expect(await s.press(grace, asked, LIKENESS)).toBeUndefined();
    const [job] = await s.jobs();
    expect(job).toMatchObject({
      model: "kling-custom-element",
      member: "m1",
      member_name: "Grace",
      channel: "c1",
      thread: "t1",
      line: 'element create name:Ada description:"a young pilot"',
      price: 10_000,
      state: "queued",
    });
    expect(await s.holds()).toMatchObject([{ generation: job?.id, amount: 10_000, state: "held" }]);
    const member = s.castOf(linus);
    await expect(member.resolve({ prompt: "@Ada waves" })).rejects.toThrow("@Ada is still being made: about 10 min");

    await s.end(job?.id ?? "", "90071992547409931");
    expect(await member.resolve({ prompt: "@Ada waves" })).toEqual({
      prompt: "<<<element_1>>> waves",
      elements: [{ id: "90071992547409931", name: "Ada", kind: "images" }],
    });
    await checkLedger(s.db);
  });

  test("a confirmation pressed twice starts one job", async () => {
    await using s = await stage(kind);
    const asked = await s.ask(grace, CREATE, [picture("front")]);
    await s.press(grace, asked, LIKENESS);
    const again = await s.press(grace, asked, LIKENESS);
    expect(again?.text).toBe("You've already confirmed @Ada. /element show name:Ada says how far along it is.");
    await Promise.all([s.press(grace, asked, LIKENESS), s.press(grace, asked, LIKENESS)]);
    expect([await s.jobs(), await s.holds()].map((rows) => rows.length)).toEqual([1, 1]);
  });

  test("two presses at the same time are one, with and without an admin's approval", async () => {
    await using s = await stage(kind);
    const told = async (name: string) => {
      const asked = await s.ask(grace, `element create name:${name} description:"a pilot"`, [picture(name)]);
      const cards = await Promise.all([s.press(grace, asked, LIKENESS), s.press(grace, asked, LIKENESS)]);
      // Either may be the quicker.
      return cards
        .map((card) => card?.text ?? "")
        .toSorted()
        .join(" ");
    };
    expect(await told("Ada")).toBe(" You've already confirmed @Ada. /element show name:Ada says how far along it is.");
    await s.castOf(root).requireApproval(true);
    const both = await told("Bea");
    expect(both).not.toContain("in the cast already");
    expect(both).toContain("You've already confirmed @Bea.");
    expect((await s.cast.list("w1")).map(({ name, state }) => [name, state])).toEqual([
      ["Ada", "making"],
      ["Bea", "waiting"],
    ]);
  });

  test("a character doesn't come to wait for an admin while its maker is being forgotten", async () => {
    await using s = await stage(kind);
    await s.castOf(root).requireApproval(true);
    const asked = await s.ask(grace, CREATE, [picture("front")]);
    const owner = { workspace: "w1", member: grace.id };
    await s.db.transaction().execute((tx) => lockAccount(tx, owner, s.clock.now()));
    await s.db.updateTable("accounts").set({ forgetting_since: s.clock.now() }).execute();
    expect((await s.press(grace, asked, LIKENESS))?.tone).toBe("bad");
    expect(await s.cast.list("w1")).toEqual([]);
  });

  test("a name is found in any case, also where one letter has two in capitals", async () => {
    await using s = await stage(kind);
    await s.end(await s.make(grace, 'element create name:Straße description:"a street"', [picture("s")]), "42");
    const resolved = await s.castOf(linus).resolve({ prompt: "@STRASSE at night, @strasse by day" });
    expect(resolved.prompt).toBe("<<<element_1>>> at night, <<<element_1>>> by day");
    const taken = await s.ask(linus, 'element create name:STRASSE description:"another"', [picture("t")]);
    expect(taken.text).toContain("There's already a @Straße in the cast");
  });

  test("a confirmation is its asker's, for an hour; after that the line comes back, and nothing is held", async () => {
    await using s = await stage(kind);
    const asked = await s.ask(grace, CREATE, [picture("front")]);
    const stranger = await s.press(linus, asked, LIKENESS);
    expect(stranger?.text).toContain("isn't yours to confirm");
    expect(stranger?.buttons).toBeUndefined();
    await s.clock.advance(3_600_001);
    const late = await s.press(grace, asked, LIKENESS);
    expect(late?.text).toContain("you were asked over an hour ago");
    expect(late?.buttons?.[0]?.line).toBe(CREATE);
    expect((await s.ask(grace, "element confirm token:nonsense")).title).toBe("Too late to confirm");
    expect([await s.jobs(), await s.cast.list("w1")]).toEqual([[], []]);
  });

  test("a draft whose picture is gone by now has to be sent again", async () => {
    await using s = await stage(kind);
    const first = await s.ask(grace, CREATE, [picture("front")]);
    const second = await s.ask(linus, 'element create name:Bob description:"a cook"', [picture("front")]);
    await s.press(grace, first, LIKENESS);
    await s.end((await s.jobs())[0]?.id ?? "", "1");
    await s.say(grace, "element delete name:Ada");
    expect((await s.press(linus, second, LIKENESS))?.title).toBe("Too late to confirm");
  });

  test("a name that somebody took meanwhile gives the line back", async () => {
    await using s = await stage(kind);
    const mine = await s.ask(grace, CREATE, [picture("front")]);
    const theirs = await s.ask(linus, CREATE, [picture("front", 5)]);
    await s.press(linus, theirs, LIKENESS);
    const refused = await s.press(grace, mine, LIKENESS);
    expect(refused?.text).toContain("There's already a @Ada in the cast, made by Linus.");
    expect(refused?.buttons?.[0]).toMatchObject({ does: "edit", line: CREATE });
    expect(await s.holds()).toHaveLength(1);
  });

  test("without the credits for it nothing starts, and it can be confirmed again", async () => {
    await using s = await stage(kind, { allowance: 0.5 });
    const asked = await s.ask(grace, CREATE, [picture("front")]);
    const refused = await s.press(grace, asked, LIKENESS);
    expect(refused?.text).toContain("This costs 1 credit; you have 0.5 credits left.");
    expect(refused?.buttons?.[0]?.line).toBe("element confirm token:token1");
    expect([await s.jobs(), await s.cast.list("w1")]).toEqual([[], []]);
  });

  test("a failed one costs nothing, says so in a prompt, and its name is free", async () => {
    await using s = await stage(kind);
    await s.end(await s.make(grace, CREATE, [picture("front")]), undefined);
    await expect(s.castOf(grace).resolve({ prompt: "@Ada" })).rejects.toThrow("@Ada couldn't be made.");
    expect((await s.ask(grace, "element list")).text).toContain("couldn't be made, nothing charged");
    await s.end(await s.make(linus, CREATE, [picture("front")]), "7");
    expect((await s.castOf(grace).resolve({ elements: ["Ada"] })).elements).toMatchObject([{ id: "7" }]);
    await checkLedger(s.db);
  });

  test("one made from a video takes a voice, by name or by id", async () => {
    await using s = await stage(kind);
    const video = fileOf("cy.mp4", await readFile(new URL("../../src/sandbox/clips/portrait.mp4", import.meta.url)));
    const options = { name: "Cy", description: "a dancer", video, voice: "Gentle Woman" };
    const asked = await s.choose(grace, "element create", options);
    expect(asked?.text).toContain("@Cy is made from a video.");
    await s.say(grace, asked?.buttons?.[0]?.line ?? "");
    expect(await s.cast.find("w1", "cy")).toMatchObject({ kind: "video", picture: undefined, files: 1 });
    const other = await s.choose(grace, "element create", { ...options, name: "Di", voice: "829824295735410756" });
    expect(other?.title).toContain("@Di");
  });
});

describe.each(STORE_KINDS)("with approval, on %s", (kind) => {
  async function waiting(quota: Parameters<typeof stage>[1] = {}) {
    const s = await stage(kind, quota);
    expect((await s.ask(root, "element approval on")).title).toBe("Approval is on");
    const asked = await s.ask(grace, CREATE, [picture("front")]);
    expect(asked.text).toContain("An admin has to approve it first.");
    const card = await s.press(grace, asked, LIKENESS);
    if (!card) throw new Error("no card for the admins");
    return { ...s, card };
  }

  test("a member's waits in the channel, and only an admin's approval holds the maker's credits", async () => {
    await using s = await waiting();
    expect(s.card).toMatchObject({ audience: "channel", title: "@Ada is waiting for an admin" });
    expect(s.card.buttons?.map(({ line }) => line)).toEqual(["element approve name:Ada", "element decline name:Ada"]);
    expect([await s.jobs(), await s.holds()]).toEqual([[], []]);
    await expect(s.castOf(grace).resolve({ prompt: "@Ada" })).rejects.toThrow(
      "@Ada is waiting for an admin's approval.",
    );

    expect((await s.press(linus, s.card, "Approve"))?.text).toContain("/element approve is for admins.");
    expect(await s.jobs()).toEqual([]);

    expect((await s.press(root, s.card, "Approve"))?.title).toBe("@Ada is approved");
    const [job] = await s.jobs();
    expect(job).toMatchObject({ member: "m1", member_name: "Grace", channel: "c1", thread: "t1", line: CREATE });
    expect(await s.holds()).toMatchObject([{ member: "m1", amount: 10_000 }]);
    expect((await s.press(root, s.card, "Approve"))?.text).toContain("@Ada is already being made");
    await s.end(job?.id ?? "", "5");
    expect((await s.press(root, s.card, "Decline"))?.text).toContain("There's nothing to decide: @Ada is ready.");
    expect(await s.jobs()).toHaveLength(1);
    await checkLedger(s.db);
  });

  test("two admins at once start one job", async () => {
    await using s = await waiting();
    await Promise.all([s.press(root, s.card, "Approve"), s.press(root, s.card, "Approve")]);
    expect([await s.jobs(), await s.holds()].map((rows) => rows.length)).toEqual([1, 1]);
    expect(await s.cast.find("w1", "Ada")).toMatchObject({ state: "making" });
  });

  test("a maker without the credits is told to the admin, and it goes on waiting", async () => {
    await using s = await waiting({ allowance: 0.5 });
    const refused = await s.press(root, s.card, "Approve");
    expect(refused?.text).toMatch(
      /^@Ada costs 1 credit, and Grace has 0\.5 credits left until \w+ 1\. It stays waiting/,
    );
    expect(await s.cast.find("w1", "Ada")).toMatchObject({ state: "waiting" });
    expect(await s.jobs()).toEqual([]);
  });

  test("a maker with too many jobs is told to the admin too", async () => {
    await using s = await waiting({ maxJobs: 0 });
    expect((await s.press(root, s.card, "Approve"))?.text).toContain("@Ada stays waiting: approve it again");
  });

  test("a declined one is gone with its files", async () => {
    await using s = await waiting();
    const element = await s.cast.find("w1", "Ada");
    const said = await s.press(root, s.card, "Decline");
    expect(said).toMatchObject({ audience: "channel", title: "@Ada is declined" });
    expect(said?.text).toContain("Grace, Root has declined @Ada. Nothing was charged");
    expect(await s.library.has(element?.picture ?? "")).toBe(false);
    expect((await s.press(root, s.card, "Approve"))?.text).toContain("There's no @Ada in the cast.");
  });

  test("an admin's own doesn't wait, and nobody's does when it is off again", async () => {
    await using s = await waiting();
    await s.make(root, "element create name:Bob description:x", [picture("bob", 2)]);
    await s.say(root, "element approval off");
    await s.make(linus, "element create name:Cy description:x", [picture("cy", 3)]);
    const states = (await s.cast.list("w1")).map(({ name, state }) => `${name} ${state}`);
    expect(states).toEqual(["Ada waiting", "Bob making", "Cy making"]);
    expect((await s.ask(linus, "element approval off")).text).toContain("/element approval is for admins.");
  });

  test("an admin decides from /element show too", async () => {
    await using s = await waiting();
    const labels = async (who: typeof root) =>
      (await s.ask(who, "element show Ada")).buttons?.map(({ label }) => label) ?? [];
    expect([await labels(root), await labels(grace), await labels(linus)]).toEqual([
      ["Approve", "Decline", "Delete"],
      ["Delete"],
      [],
    ]);
  });
});

describe.each(STORE_KINDS)("deleting, on %s", (kind) => {
  test("takes the files, says what the gateway keeps, and frees the name", async () => {
    await using s = await stage(kind);
    await s.end(await s.make(grace, CREATE, [picture("front"), picture("side", 1)]), "1");
    const { picture: hash = "" } = (await s.cast.find("w1", "Ada")) ?? {};
    expect(await s.library.has(hash)).toBe(true);
    const refused = await s.ask(linus, "element delete name:Ada");
    expect(refused.text).toContain("Grace made @Ada. Only they and admins can delete it");
    const { text } = await s.ask(grace, "element delete @ada");
    expect(text).toBe(
      "It's out of the cast, and 2 of its files are deleted here.\n\nThe video service keeps its own copy, which can't be deleted from here; nothing here can use it any more.",
    );
    expect(await s.library.has(hash)).toBe(false);
    expect((await s.ask(grace, "element delete Ada")).text).toContain("There's no @Ada in the cast.");
  });

  test("leaves what a job still needs: another's for good, its own until it has ended", async () => {
    await using s = await stage(kind);
    await s.make(grace, CREATE, [picture("front"), picture("side", 1)]);
    const { text } = await s.ask(root, "element delete Ada");
    expect(text).toContain("0 of its files are deleted here. 2 files stayed");
    expect(text).toContain("The job that makes it goes on and is charged when it succeeds");

    await s.end(await s.make(linus, CREATE, [picture("front")]), "2");
    expect((await s.ask(linus, "element delete Ada")).text).toContain("1 file stayed");
  });
});

test("the list and one character say how each stands and how to use it", async () => {
  await using s = await stage("sqlite");
  expect((await s.ask(grace, "element list")).text).toContain(
    "Nobody yet. Attach a picture of the face from the front and send",
  );
  await s.end(await s.make(grace, CREATE, [picture("front")]), "1");
  await s.make(linus, "element create name:Bob description:cook", [picture("bob", 1)]);
  await s.clock.advance(300_000);
  expect(await s.ask(grace, "element list")).toMatchObject({
    title: "The cast: 2 characters",
    text: "@Ada: a young pilot (from pictures, by Grace; ready)\n@Bob: cook (from pictures, by Linus; being made, about 5 min left)",
  });
  const shown = await s.ask(grace, "element show @ADA");
  expect(shown).toMatchObject({
    title: "@Ada",
    text: "a young pilot\n\nWrite @Ada in a prompt, or give element1:Ada.",
  });
  expect(shown.fields?.map(({ value }) => value)).toContain("1 picture");
  expect((await s.ask(grace, "element show")).text).toContain("Which character? Write /element show name:Ada.");
  expect((await s.ask(grace, "element show Nobody")).text).toContain("There's no @Nobody in the cast.");
});

test("a character of several words is shown with its spaces, and named in one", async () => {
  await using s = await stage("sqlite");
  const asked = await s.ask(grace, 'element create name:"Captain Ada" description:"a pilot"', [picture("front")]);
  expect(asked.title).toBe("Are you allowed to use this likeness for Captain Ada?");
  expect(asked.text).toContain("takes about 10 min. Prompts write it in one word: @CaptainAda.");
  await s.press(grace, asked, LIKENESS);
  const [job] = await s.jobs();
  expect(JSON.parse(job?.input ?? "")).toMatchObject({ name: "Captain Ada" });
  await s.end(job?.id ?? "", "7");
  expect((await s.ask(grace, "element list")).text).toMatch(/^Captain Ada \(@CaptainAda\): a pilot/);
  for (const line of [
    'element show name:"Captain Ada"',
    "element show name:CaptainAda",
    "element show Captain Ada",
    "element show @captainada",
  ]) {
    const shown = await s.ask(grace, line);
    expect(shown, line).toMatchObject({
      title: "Captain Ada",
      text: "a pilot\n\nWrite @CaptainAda in a prompt, or give element1:CaptainAda.",
    });
    expect(shown.buttons?.[0]?.line).toBe("element delete name:CaptainAda");
  }
  const member = s.castOf(linus);
  expect(await member.resolve({ prompt: "@CaptainAda waves" })).toEqual({
    prompt: "<<<element_1>>> waves",
    elements: [{ id: "7", name: "CaptainAda", kind: "images" }],
  });
  for (const begun of ["cap", "Captain A", "captaina", "@CaptainA", "ada"]) {
    expect(await member.names(begun), begun).toEqual(["Captain Ada"]);
  }
  expect(await member.names("dain")).toEqual([]);
  for (const begun of ["captain a", "CaptainA"]) {
    const written = [{ value: "CaptainAda", label: "Captain Ada" }];
    expect(await s.complete(linus, "video", "element1", begun), begun).toEqual(written);
    expect(await s.complete(linus, "element show", "name", begun), begun).toEqual(written);
  }
  expect((await s.ask(linus, "element create name:CaptainAda x", [picture("other", 1)])).text).toContain(
    "There's already a @CaptainAda in the cast",
  );
  expect((await s.ask(grace, "element delete Captain Ada")).title).toBe("Captain Ada is deleted");
});

test("says at the pictures and at the video what the model wants of them", () => {
  const create = commands.find(({ name }) => name === "element create");
  const said = (option: string) => inEnglish(create?.options[option]?.description ?? "");
  for (const option of ["image", "reference1", "reference2", "reference3", "video"]) {
    expect(said(option), option).toMatch(/\bface clearly visible\b/);
  }
});

test("names complete, those that can be used first", async () => {
  await using s = await stage("sqlite");
  await s.make(grace, "element create name:Abel description:x", [picture("abel")]);
  await s.end(await s.make(grace, "element create name:Ada description:x", [picture("ada", 1)]), "1");
  await s.end(await s.make(grace, "element create name:Adrian description:x", [picture("adrian", 2)]), undefined);
  const { names } = s.castOf(linus);
  expect(await names("")).toEqual(["Ada", "Abel"]);
  expect(await names("@AB")).toEqual(["Abel"]);
  expect(await names("x")).toEqual([]);
});

test.each([
  ["element create description:x", [], "Give the character a name, such as name:Ada."],
  [`element create name:${"a".repeat(21)} x`, [], "A name can have 20 characters; this one has 21."],
  ['element create name:"Ada & L" x', [], "A name can have letters, digits, spaces, - and _, so “Ada & L” won't work."],
  ["element create name:Ada x", [], "Attach a picture of the face from the front as image, or a video"],
  ["element create name:Ada", [picture("a")], "description is missing."],
  [`element create name:Ada ${"x".repeat(101)}`, [picture("a")], "Shorten description by 1 character: it has 101"],
  ["element create name:Ada x", [fileOf("a.png", Buffer.from("words"))], "is text, and a picture goes here"],
  [
    'element create name:Ada voice:"gentle woman" x',
    [picture("a")],
    "Leave voice out, or attach a video: only a character made from a video can have a voice.",
  ],
  ["element create name:Ada voice:gentle x", [picture("a")], "or give a voice's id: there's no voice called “gentle”."],
  ["element", [], "Say what /element should do: create, list, show, or delete."],
] as const)("/%s is refused in words, with the line given back", async (line, files, sentence) => {
  await using s = await stage("sqlite");
  const card = await s.ask(grace, line, files);
  expect(card.text).toContain(sentence);
  expect(card.buttons?.[0]?.line).toBe(line);
  expect([await s.jobs(), await s.holds(), await s.cast.list("w1")]).toEqual([[], [], []]);
});
