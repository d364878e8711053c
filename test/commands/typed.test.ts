import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { meaningsOf } from "../../src/chat/command/command.ts";
import { readLine } from "../../src/chat/line/line.ts";
import { models } from "../../src/models/index.ts";
import { checkLedger } from "../support/ledger.ts";
import { chosen, SEVEN, typed } from "./asks-typed.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  for (const name of SEVEN) {
    await stage.make({ line: `/element create name:${name} a young woman`, files: ["ada.png"] });
  }
});
afterAll(() => stage.close());

describe("what the models take can be typed", () => {
  it.each(typed)("$title", async (asked) => {
    const { answer, job, hold, task } = await stage.ask(asked);
    expect(answer).toBeUndefined();
    expect(await stage.readable(task.body)).toMatchObject(asked.wire);
    expect({ price: job.price, held: hold.amount }).toEqual({ price: asked.price, held: asked.price });
  });

  it.each(chosen)("with a model that takes it, which is said: $title", async (asked) => {
    const { answer, job, hold, task } = await stage.ask(asked);
    expect(answer).toMatchObject({ title: "Kling O3 makes this one, for 27 credits", text: asked.says });
    expect(await stage.readable(task.body)).toMatchObject(asked.wire);
    expect({ price: job.price, held: hold.amount }).toEqual({ price: asked.price, held: asked.price });
  });

  it("with a model that costs more only after a yes, with both prices", async () => {
    const asked = { line: "/animate a knight reference1:coat.png 1080p", files: ["coat.png"] };
    const { card, jobs } = await stage.price(asked);
    expect(card).toMatchObject({
      title: "This costs 36.018 credits",
      text: expect.stringContaining("A video like it costs 35.991 credits with Kling 3.0."),
    });
    expect(card.text).toContain("Kling O3 makes this one, since it takes reference pictures");
    const [make] = card.buttons ?? [];
    expect(make?.label).toBe("Make it for 36.018 credits");
    const { job, hold } = await stage.ask({ line: `/${make?.line}` });
    expect(job.model).toBe("kling-o3-image-to-video");
    expect(hold.amount).toBe(360_180);
    expect(await stage.jobs()).toBe(jobs + 1);
  });

  it("and a model that was named stays, whatever it lacks", async () => {
    const { card, jobs } = await stage.price({ line: "/video @C1 dances model:3" });
    expect(card.text).toMatch(
      /^Leave the characters out, or choose kling-o3: kling-3 takes characters only in \/animate\./,
    );
    expect(await stage.jobs()).toBe(jobs);
  });
});

describe("whatever the catalogue knows", () => {
  const asking = commands.filter(({ lacks }) => lacks !== undefined);
  const names = [...new Set(models.flatMap(({ options }) => Object.keys(options)))];

  it.each(asking.map((command) => ({ command, name: command.name })))("is no word to /$name", ({ command }) => {
    for (const option of names) {
      for (const line of [`a boat ${option}:x`, `a boat --${option} x`]) {
        const read = readLine(line, meaningsOf(command)).filter(({ is }) => is !== "words");
        expect(read, line).toEqual([expect.objectContaining({ is: "given" })]);
      }
    }
  });

  it("leaves room for what Discord takes", () => {
    for (const { name, options } of commands) {
      const drawn = Object.values(options).filter(({ filesGo }) => filesGo === undefined);
      expect(drawn.length, name).toBeLessThanOrEqual(25);
    }
  });

  it("keeps its books", async () => {
    await checkLedger(stage.db);
  });
});
