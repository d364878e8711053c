import { describe, expect, it } from "vitest";
import { ada, credits, grace, root, stage } from "../policy/stage.ts";
import { STORE_KINDS } from "../support/stores.ts";

const LINE = "video a paper boat on a river 8s 1080p --sound";

describe.each(STORE_KINDS)("a price that is shown first on %s", (kind) => {
  it("holds nothing, and has cheaper choices beside it, each with its price", async () => {
    await using s = await stage(kind);
    await s.ask(ada, "settings ask_above:20");
    const card = await s.ask(ada, LINE);
    expect(card).toMatchObject({ audience: "member", title: "This costs 86.4 credits" });
    const labels = card.buttons?.map(({ label }) => label);
    expect(labels?.[0]).toBe("Make it for 86.4 credits");
    expect(labels?.at(-1)).toBe("Edit");
    expect(labels).toHaveLength(5);
    for (const { does, line } of card.buttons ?? []) if (does === "run") expect(line.length).toBeLessThanOrEqual(90);
    expect(await s.jobs()).toEqual([]);
    expect(await s.left(ada)).toBe(100);
  });

  it("is one job however often it is pressed, with another choice too", async () => {
    await using s = await stage(kind);
    await s.ask(ada, "settings ask_above:20");
    const card = await s.ask(ada, LINE);
    await Promise.all([1, 2, 3].map(() => s.press(ada, card, /^Make it/)));
    expect(await s.say(ada, card.buttons?.[1]?.line ?? "")).toBeUndefined();
    expect(await s.jobs()).toMatchObject([{ price: 864_000 }]);
    expect(await s.left(ada)).toBe(13.6);
    await s.check();
  });

  it("begins the choice that was pressed, at the price that its button said", async () => {
    await using s = await stage(kind);
    await s.rules({ askAbove: credits(20) });
    for (const wanted of ["3 s", "Without sound", "720p", "Kling 3.0 Turbo without sound"]) {
      const card = await s.ask(root, LINE);
      const { choices } = priced(card);
      const choice = choices.find(({ label }) => label.startsWith(`${wanted}:`));
      if (!choice) continue;
      expect(await s.say(root, choice.line)).toBeUndefined();
      const job = (await s.jobs()).at(-1);
      expect(`${(job?.price ?? 0) / 10_000}`, wanted).toBe(choice.price);
      await s.end(job?.id ?? "", "given back");
    }
    expect((await s.jobs()).length).toBeGreaterThanOrEqual(2);
  });

  it("writes the choice into the job's line", async () => {
    await using s = await stage(kind);
    await s.rules({ askAbove: credits(20) });
    const card = await s.ask(ada, "video a boat 1080p");
    await s.press(ada, card, /^720p/);
    expect(await s.jobs()).toMatchObject([{ line: expect.stringContaining("quality:720p"), price: 270_000 }]);
  });

  it("can be pressed only by who was asked, and where they were", async () => {
    await using s = await stage(kind);
    await s.rules({ askAbove: credits(20) });
    const card = await s.ask(ada, LINE);
    expect((await s.press(grace, card, /^Make it/))?.text).toContain("was shown to somebody else");
    expect((await s.ask(ada, "confirm token:guessed")).text).toContain("That price has expired");
    expect((await s.ask(ada, `${card.buttons?.[0]?.line} choice:free`)).text).toContain("isn't there any more");
    expect(await s.jobs()).toEqual([]);
  });

  it("counts the lower of the admin's threshold and the member's own, and may be the way to an approval", async () => {
    await using s = await stage(kind);
    await s.rules({ askAbove: credits(50), approveAbove: credits(30) });
    expect((await s.ask(ada, "settings ask_above:26")).fields).toContainEqual({
      name: "Price first",
      value: "above 26 credits",
    });
    const card = await s.ask(ada, "video a boat 3s 1080p --sound");
    expect(card.audience).toBe("member");
    expect(await s.press(ada, card, /^Make it/)).toMatchObject({ audience: "channel" });
    await s.ask(ada, "settings ask_above:off");
    expect(await s.say(ada, "video a boat")).toBeUndefined();
    expect(await s.jobs()).toHaveLength(1);
  });

  function priced({ buttons = [] }: { buttons?: readonly { label: string; line: string }[] }) {
    const choices = buttons.slice(1, -1).map(({ label, line }) => {
      const price = / ([\d.]+) credits?$/.exec(label)?.[1] ?? "";
      return { label, line, price };
    });
    return { choices };
  }
});
