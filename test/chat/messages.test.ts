import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { UserError } from "../../src/base/errors.ts";
import { newId } from "../../src/base/ids.ts";
import { shorten } from "../../src/base/words.ts";
import { generationCard } from "../../src/chat/cards/generation.ts";
import { refusalCard, sayRefusal } from "../../src/chat/cards/refusals.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import { renderCard } from "../../src/chat/contract/render-card.ts";
import { parseLine } from "../../src/chat/line/line.ts";
import { InsufficientCredits } from "../../src/credits/ledger.ts";
import { PriceTooHigh, TooManyJobs } from "../../src/credits/quota.ts";
import { parseCreditPrice, units, ZERO } from "../../src/credits/units.ts";
import type { GenerationView } from "../../src/generations/show/view.ts";
import type { Media } from "../../src/models/parts/model.ts";
import type { GenerationState } from "../../src/store/tables.ts";
import { render } from "../../src/text/render.ts";

const STATES = [
  "queued",
  "submitting",
  "running",
  "unknown",
  "rendered",
  "delivered",
  "failed",
  "canceled",
  "lost",
] as const satisfies readonly GenerationState[];

/** The gateway's task error codes (FACTS), and what it refuses a request with. */
const TASK_CODES = [
  "content_policy_violation",
  "invalid_parameters",
  "image_processing_error",
  "image_dimension_mismatch",
  "request_cancelled",
  "generation_failed_no_content",
  "service_error",
  "generation_timeout",
  "resource_exhausted",
  "quota_exceeded",
  "service_unavailable",
  "resource_not_found",
  "unknown_error",
];
const HTTP_CODES = ["insufficient_quota", "unauthorized", "model_access_denied", "rate_limit_exceeded"];
const OUR_CODES = ["answer_lost", "unreachable", "result_lost"];

const NOW = Date.UTC(2026, 10, 20);
const id = newId("g", NOW);
const video: Media = {
  kind: "video",
  hash: "ab".repeat(32),
  name: "out.mp4",
  type: "video/mp4",
  bytes: 1_400_000,
  width: 1280,
  height: 720,
  seconds: 5,
};

function viewOf(state: GenerationState, changes: Partial<GenerationView> = {}): GenerationView {
  const charged = state === "rendered" || state === "delivered";
  return {
    id,
    state,
    place: { platform: "playground", workspace: "w", channel: "general" },
    member: "u1",
    memberName: "Ada",
    line: `animate prompt:"a paper boat" image:${id}.image`,
    makes: "video",
    videoLink: undefined,
    model: "Kling 3.0",
    details: "5 s · 720p",
    prompt: "a paper boat",
    elementName: undefined,
    price: units(270_000),
    charged: charged ? units(270_000) : undefined,
    available: units(1_730_000),
    queuePlace: undefined,
    progress: 0,
    secondsLeft: undefined,
    video: state === "delivered" ? video : undefined,
    original: undefined,
    deleted: false,
    letGo: false,
    pinned: false,
    fetchSeconds: undefined,
    facts: { repeatable: true, family: "kling-3", quality: "720p", lastFrame: true, shareable: true },
    madeHere: undefined,
    locale: "en",
    errorCode: undefined,
    ...changes,
  };
}

function cardOf(state: GenerationState, changes: Partial<GenerationView> = {}): Card {
  return renderCard(generationCard(viewOf(state, changes), { sandbox: false, commands }), "en");
}

/** The same for a reader who is shown money. */
function pricedCardOf(state: GenerationState, changes: Partial<GenerationView> = {}): Card {
  const card = generationCard(viewOf(state, changes), { sandbox: false, commands });
  return renderCard(card, "en", parseCreditPrice("0.0139"));
}

function field(card: Card, name: string): string | undefined {
  return card.fields?.find((one) => one.name === name)?.value;
}

/** Every text that the card shows. */
function texts({ title, text, fields = [], progress, buttons = [], footer }: Card): string[] {
  const pairs = fields.flatMap(({ name, value }) => [name, value]);
  const labels = buttons.flatMap(({ label, line }) => [label, line]);
  return [title, text, ...pairs, progress?.label, ...labels, footer].filter((said) => said !== undefined);
}

function checkCard(card: Card): void {
  for (const said of texts(card)) {
    expect(said.trim(), JSON.stringify(card)).not.toBe("");
    expect(said).not.toMatch(/undefined|null|NaN|\[object/);
    expect(said.isWellFormed()).toBe(true);
  }
  expect((card.buttons ?? []).length, "one row of Discord's has five, and a message five rows").toBeLessThanOrEqual(25);
  for (const { does, line } of card.buttons ?? []) {
    if (does === "run") expect(line.length, line).toBeLessThanOrEqual(90);
    expect(line).not.toMatch(/^\//);
  }
}

/** The line of the card's button with that label, read by the command that it is for. */
function press(card: Card, label: string): { does: string; command: string; options: unknown } {
  const button = card.buttons?.find((one) => one.label === label);
  if (!button) throw new Error(`The card has no button “${label}”`);
  const [name = "", ...words] = button.line.split(" ");
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`“${button.line}” is no command`);
  return { does: button.does, command: name, options: parseLine(words.join(" "), command.options, []) };
}

describe("a job's card for a reader who is shown money", () => {
  it("has it beside the price, what was charged and given back, and what is left, and in the receipt", () => {
    expect(field(pricedCardOf("running"), "Price")).toBe("27 credits ($0.38) held");
    const done = pricedCardOf("delivered");
    expect(field(done, "Charged")).toBe("27 credits ($0.38)");
    expect(field(done, "Left")).toBe("173 credits ($2.40)");
    expect(field(done, "Receipt")).toBe("27 held, 27 ($0.38) charged, 0 given back");
    const failed = pricedCardOf("failed");
    expect(field(failed, "Given back")).toBe("27 credits ($0.38)");
    expect(field(failed, "Receipt")).toBe("27 held, 0 charged, 27 given back");
  });
});

describe("the card of a generation", () => {
  it("that waits says its place, what it holds and what is left, and can be canceled", () => {
    const card = cardOf("queued", { queuePlace: 3, secondsLeft: 178 });
    expect(card).toMatchObject({
      tone: "busy",
      audience: "channel",
      title: "Kling 3.0: in the queue",
      text: "a paper boat",
      progress: { fraction: 0, label: "place 3 in the queue, about 3 min" },
      fields: [
        { name: "Video", value: "5 s · 720p" },
        { name: "Price", value: "27 credits held" },
        { name: "Left", value: "173 credits" },
        { name: "For", value: "Ada" },
      ],
    });
    expect(press(card, "Cancel")).toEqual({ does: "run", command: "jobs", options: { cancel: id } });
  });

  it("whose turn has come is being handed over, and can still be canceled", () => {
    const card = cardOf("queued");
    expect(card).toMatchObject({ title: "Kling 3.0: handing over", progress: { fraction: 0 } });
    expect(press(card, "Cancel").options).toEqual({ cancel: id });
  });

  it.each(["submitting", "unknown"] as const)("that is %s is being handed over, and can't be canceled", (state) => {
    const card = cardOf(state, { errorCode: state === "unknown" ? "answer_lost" : undefined });
    expect(card).toMatchObject({ tone: "busy", title: "Kling 3.0: handing over", progress: { fraction: 0 } });
    expect(field(card, "Price")).toBe("27 credits held");
    expect(card.buttons).toBeUndefined();
  });

  it("that runs says how far it is and how long it takes", () => {
    const card = cardOf("running", { progress: 0.42, secondsLeft: 38 });
    expect(card).toMatchObject({
      tone: "busy",
      title: "Kling 3.0: making the video",
      progress: { fraction: 0.42, label: "about 40 s left" },
    });
    expect(card.buttons).toBeUndefined();
    expect(cardOf("running").progress?.label).toBe("under way");
  });

  it("that is rendered is charged, and its video on the way", () => {
    const card = cardOf("rendered");
    expect(card).toMatchObject({ tone: "busy", title: "Kling 3.0: fetching the video", progress: { fraction: 1 } });
    expect([field(card, "Charged"), field(card, "Price")]).toEqual(["27 credits", undefined]);
  });

  it("that is delivered has its video, what it cost, and what can be made of it", () => {
    const card = cardOf("delivered");
    const { hash, bytes } = video;
    expect(card).toMatchObject({
      tone: "done",
      title: "Kling 3.0: done",
      text: "a paper boat",
      video: { hash, name: `reelay-${id}.mp4`, bytes, width: 1280, height: 720, seconds: 5 },
    });
    expect(card.progress).toBeUndefined();
    expect([field(card, "Charged"), field(card, "Left")]).toEqual(["27 credits", "173 credits"]);
    expect(press(card, "Again")).toEqual({ does: "run", command: "jobs", options: { again: id } });
    expect(press(card, "Another model")).toEqual({ does: "run", command: "jobs", options: { models: id } });
    expect(press(card, "In 1080p").options).toEqual({ again: id, quality: "1080p" });
    expect(press(card, "Delete")).toEqual({ does: "run", command: "jobs", options: { delete: id } });
    expect(press(card, "Edit prompt")).toEqual({
      does: "edit",
      command: "animate",
      options: { prompt: "a paper boat", image: `${id}.image` },
    });
    expect(press(card, "Use as first frame")).toEqual({
      does: "edit",
      command: "animate",
      options: { image: `${id}.last` },
    });
  });

  it("offers only what can be done with it", () => {
    const card = cardOf("delivered", {
      facts: { repeatable: true, family: undefined, quality: "1080p", lastFrame: false, shareable: false },
    });
    expect(card.buttons?.map(({ label }) => label)).toEqual(["Again", "Edit prompt", "Delete"]);
  });

  it("whose video was deleted shows none, and nothing to make of it", () => {
    const card = cardOf("delivered", { deleted: true, video: undefined });
    expect(card).toMatchObject({ tone: "info", title: "Kling 3.0: deleted" });
    expect([card.video, card.buttons]).toEqual([undefined, undefined]);
  });

  it("that made an element says how to name it", () => {
    const changes = { makes: "element", elementName: "Ada", prompt: "", video: undefined } as const;
    const card = cardOf("delivered", changes);
    expect(card).toMatchObject({ tone: "done", title: "@Ada is in the cast", text: "Write @Ada in any prompt." });
    expect(card.video).toBeUndefined();
    expect(cardOf("delivered", { ...changes, elementName: "Captain Ada" })).toMatchObject({
      title: "Captain Ada is in the cast",
      text: "Write @CaptainAda in any prompt.",
    });
  });

  it("that was canceled gives the credits and the words back", () => {
    const card = cardOf("canceled");
    expect(card).toMatchObject({ tone: "info", title: "Kling 3.0: canceled" });
    expect([field(card, "Charged"), field(card, "Given back")]).toEqual(["nothing", "27 credits"]);
    expect(press(card, "Edit and send again")).toMatchObject({ does: "edit", command: "animate" });
  });

  it.each(["failed", "lost"] as const)("that is %s says why, and gives the credits and the words back", (state) => {
    const card = cardOf(state, { errorCode: state === "lost" ? "answer_lost" : "content_policy_violation" });
    expect(card).toMatchObject({ tone: "bad", audience: "channel", title: "Kling 3.0: no video this time" });
    expect(card.text).toMatch(/^(The model's safety filter|The connection broke).*\n\na paper boat$/);
    expect([field(card, "Charged"), field(card, "Given back")]).toEqual(["nothing", "27 credits"]);
    expect(press(card, "Edit and try again")).toMatchObject({ does: "edit", command: "animate" });
  });

  it("says on every card that the sandbox answers, when it does", () => {
    for (const state of STATES) {
      const card = renderCard(generationCard(viewOf(state), { sandbox: true, commands }), "en");
      expect(card.footer).toMatch(/^Sandbox: a trial picture/);
      expect(cardOf(state).footer).toBeUndefined();
    }
  });

  it("shows so much of a long prompt, and the whole of it in its line", () => {
    const prompt = "🚀 a rocket lands ".repeat(140).trim();
    const card = cardOf("running", { prompt });
    expect(card.text?.length).toBeLessThanOrEqual(400);
    expect(card.text).toMatch(/…$/);
    checkCard(card);
  });

  it("is never empty anywhere, whatever the generation is", () => {
    const view = fc.record({
      state: fc.constantFrom(...STATES),
      prompt: fc.oneof(
        fc.constant(""),
        fc.string({ unit: "grapheme", minLength: 1 }).filter((said) => said.trim() !== ""),
      ),
      queuePlace: fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: undefined }),
      progress: fc.double({ min: 0, max: 0.99, noNaN: true }),
      secondsLeft: fc.option(fc.double({ min: 0, max: 20_000, noNaN: true }), { nil: undefined }),
      price: fc.integer({ min: 1, max: 2_000_000 }).map(units),
      deleted: fc.boolean(),
      facts: fc.record({
        repeatable: fc.boolean(),
        family: fc.constantFrom("kling-3", undefined),
        quality: fc.constantFrom("720p", "1080p", undefined),
        lastFrame: fc.boolean(),
        shareable: fc.boolean(),
      }),
      errorCode: fc.option(fc.constantFrom(...TASK_CODES, "constructor", "E_NEW"), { nil: undefined }),
      makes: fc.constantFrom<GenerationView["makes"]>("video", "element"),
      elementName: fc.constant("Ada"),
    });
    fc.assert(
      fc.property(view, fc.boolean(), ({ state, ...changes }, sandbox) => {
        checkCard(renderCard(generationCard(viewOf(state, changes), { sandbox, commands }), "en"));
      }),
      { numRuns: 500 },
    );
  });
});

describe("the card of a video on its way, and after it", () => {
  it("says how long there is hope for one that is being fetched", () => {
    const card = cardOf("rendered", { fetchSeconds: 23 * 3_600 });
    expect(card.title).toBe("Kling 3.0: fetching the video");
    expect(card.progress?.label).toBe("made; it can be fetched for about 23 h more");
  });

  it("says that it is being made to fit, and then how much smaller it is", () => {
    const large = { ...video, bytes: 31_400_000 };
    expect(cardOf("rendered", { video: large }).title).toBe("Kling 3.0: making it fit this channel");
    const card = cardOf("delivered", { video: { ...video, bytes: 9_800_000 }, original: large });
    expect(card.text).toBe(
      "a paper boat\n\nMade smaller to fit this channel: 9.8 MB instead of 31.4 MB. Share gives a link to the original.",
    );
    expect(card.video?.bytes).toBe(9_800_000);
  });

  it("says that it is no longer kept, and offers what still can be done", () => {
    const facts = { repeatable: true, family: undefined, quality: "1080p", lastFrame: false, shareable: false };
    const card = cardOf("delivered", { letGo: true, video: undefined, facts });
    expect(card.text).toBe("a paper boat\n\nReelay no longer keeps this video.");
    expect(card.video).toBeUndefined();
    expect(card.buttons?.map(({ label }) => label)).toEqual(["Again", "Edit prompt", "Delete"]);
  });

  it("speaks of no credits where clips were joined for nothing", () => {
    const facts = { repeatable: false, family: undefined, quality: undefined, lastFrame: true, shareable: false };
    const failed = { code: "not_joined", happened: "One is gone.", advice: "Join what is there." };
    const madeHere = { doing: "joining the clips", failed };
    const joined = { model: "Joined", price: ZERO, details: "3 clips · 15 s", prompt: "", facts, madeHere };
    expect(cardOf("rendered", joined)).toMatchObject({ title: "Joined: joining the clips" });
    for (const state of ["delivered", "failed"] as const) {
      expect(JSON.stringify(cardOf(state, { ...joined, charged: ZERO, errorCode: "not_joined" }))).not.toContain(
        "credit",
      );
    }
  });
});

describe("why there is no video", () => {
  const sentence = (code: string | undefined) => cardOf("failed", { prompt: "", errorCode: code }).text ?? "";

  it("is said in words of its own for each of the gateway's codes and ours", () => {
    const codes = [...TASK_CODES, ...HTTP_CODES, ...OUR_CODES];
    const unknown = sentence("something_new");
    for (const code of codes) expect(sentence(code), code).not.toBe(unknown);
    const happened = codes.map((code) => sentence(code).split(". ")[0]);
    expect(new Set(happened).size).toBe(codes.length);
  });

  it.each([...TASK_CODES, ...HTTP_CODES, ...OUR_CODES])("%s: what happened and what to do, no code", (code) => {
    expect(sentence(code)).toMatch(/^[A-Z][^_]*\. [A-Z][^_]*\.$/);
    expect(sentence(code)).not.toContain(code);
    expect(sentence(code)).not.toMatch(/error|HTTP|\b[45]\d\d\b|API|EvoLink|task/i);
  });

  it.each([undefined, "something_new", "toString", "__proto__", "<b>raw</b> upstream text"])(
    "is said in general for a code that nobody has heard of: %s",
    (code) => {
      expect(sentence(code)).toBe("The video service refused the job. Change something and send it again.");
    },
  );

  it("doesn't tell a member to mend what the operator has to", () => {
    for (const code of ["insufficient_quota", "unauthorized", "model_access_denied"]) {
      expect(sentence(code)).toContain("Whoever runs Reelay here has been told.");
    }
  });
});

describe("why there is no character", () => {
  const made = { makes: "element", elementName: "Captain Ada", prompt: "", video: undefined } as const;
  const of = (errorCode: string, elementFrom: "pictures" | "video") =>
    cardOf("failed", { ...made, errorCode, elementFrom });

  it.each(["image_processing_error", "image_dimension_mismatch", "generation_failed_no_content"])(
    "%s: what the pictures have to show, and not how to save them",
    (code) => {
      const card = of(code, "pictures");
      expect(card.title).toBe("Captain Ada: not made");
      expect(card.text).toBe(
        "The model couldn't make a character from those pictures. Use clear, well-lit pictures in which a human face is easy to see, each at least 300×300 pixels, with a shape between 1:2.5 and 2.5:1.",
      );
      expect(of(code, "video").text).toBe(
        "The model couldn't make a character from that video. Use a video of up to 8 s, 720 to 2160 pixels wide, in which one person's face is easy to see and nobody else takes their place.",
      );
    },
  );

  it("is the same as of a video where the code says nothing of pictures", () => {
    for (const code of ["content_policy_violation", "service_error", "picture_refused"]) {
      expect(of(code, "pictures").text).toBe(cardOf("failed", { prompt: "", errorCode: code }).text);
    }
    expect(of("invalid_parameters", "pictures").text).toMatch(/^The model refused what the character .* human face/);
  });
});

describe("a refusal", () => {
  const first = Date.UTC(2026, 11, 1);

  it.each<[string, unknown, string]>([
    ["the member's own error, as it is", new UserError("The picture is 200×200."), "The picture is 200×200."],
    [
      "too few credits: what it costs, what is left, when it renews",
      new InsufficientCredits(units(270_000), units(10_000), first),
      "This costs 27 credits; you have 1 credit left. Your allowance renews on December 1.",
    ],
    [
      "too few credits, and the form of it that there is enough for",
      new InsufficientCredits(units(270_000), units(200_000), first, { details: "3 s · 720p", price: units(162_000) }),
      "This costs 27 credits; you have 20 credits left. Your allowance renews on December 1. Try it as 3 s · 720p, for 16.2 credits.",
    ],
    [
      "too many jobs: how many, and the limit",
      new TooManyJobs(5, 5),
      "You have 5 jobs under way, and 5 at once is the limit here. Send it again when one has finished, or cancel one that waits with /jobs.",
    ],
    [
      "one job too many",
      new TooManyJobs(1, 1),
      "You have 1 job under way, and 1 at once is the limit here. Send it again when one has finished, or cancel one that waits with /jobs.",
    ],
    [
      "too high a price: it, and the limit",
      new PriceTooHigh(units(1_079_730), units(500_000), { details: "5 s · 1080p", price: units(359_910) }),
      "This costs 107.973 credits, and a job can cost 50 credits at most here. Try it as 5 s · 1080p, for 35.991 credits.",
    ],
  ])("says %s", (_, error, sentence) => {
    expect(render(sayRefusal(error) ?? "", "en")).toBe(sentence);
    const card = renderCard(refusalCard(sentence, "video a boat"), "en");
    expect(card).toMatchObject({
      tone: "bad",
      audience: "member",
      text: `${sentence}\n\nNothing was charged.`,
      buttons: [{ does: "edit", line: "video a boat" }],
    });
    checkCard(card);
  });

  it.each([new Error("boom"), new RangeError("x"), "words", undefined, null, { message: "a look-alike" }])(
    "is silent about what is not the member's: %s",
    (error) => {
      expect(sayRefusal(error)).toBeUndefined();
    },
  );
});

describe("a shortened text", () => {
  it("is never longer than asked, well formed, and begins as the whole does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 2, max: 60 }), (text, length) => {
        const short = shorten(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        expect(short.isWellFormed()).toBe(true);
        expect(text.startsWith(short.replace(/…$/, ""))).toBe(true);
      }),
    );
  });
});
