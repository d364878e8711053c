import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import { type Chat, MessageGone, type MessageRef, type Posting } from "../../src/chat/contract/chat.ts";
import type { Place } from "../../src/chat/contract/invocation.ts";
import { createAnnouncer } from "../../src/chat/serve/announcer.ts";
import { units } from "../../src/credits/units.ts";
import type { GenerationView } from "../../src/generations/show/view.ts";
import type { GenerationState } from "../../src/store/tables.ts";

const JOB = "g_0123456789abcdefghj";
const PLACE: Place = { platform: "discord", workspace: "1", channel: "2" };

const view = (state: GenerationState = "queued"): GenerationView => ({
  ...{ id: JOB, state, place: PLACE, member: "ada", memberName: "Ada" },
  ...{ model: "Kling 3.0", makes: "video", details: "5 s, 720p", prompt: "a paper boat", line: "video a paper boat" },
  ...{ price: units(10_000), charged: undefined, available: units(90_000), progress: 0, pinned: false },
  ...{ deleted: false, letGo: false, elementName: undefined, queuePlace: 1, secondsLeft: undefined },
  ...{ video: undefined, videoLink: undefined, original: undefined, fetchSeconds: undefined, errorCode: undefined },
  facts: { repeatable: true, family: undefined, quality: undefined, lastFrame: false, shareable: false },
  madeHere: undefined,
  locale: "en",
});

/** A chat whose channels or members are out of reach, and the letters that members got. */
function shut(out: { channel?: true; member?: true }) {
  const letters: { member: string; posting: Posting; card: Card }[] = [];
  const chat: Chat = {
    platform: "discord",
    pace: { messageMs: 0, sharedMs: 0, sharedBy: "channel" },
    post: async () => {
      if (out.channel) throw new MessageGone("shut");
      return "2/3" as MessageRef;
    },
    edit: async () => undefined,
    direct: async (_place, member, posting, card) => {
      if (out.member) throw new MessageGone("takes none");
      letters.push({ member, posting, card });
    },
  };
  return { letters, announcer: createAnnouncer([chat], { sandbox: false, commands }) };
}

describe("a job that can't be announced where it was asked for", () => {
  it("is told to its member at once, who can cancel it there", async () => {
    const { letters, announcer } = shut({ channel: true });
    expect(await announcer.post(view(), true)).toBe("gone");
    expect(letters).toMatchObject([
      { member: "ada", posting: { key: `${JOB}.aside`, again: true }, card: { audience: "member" } },
    ]);
    const [card] = letters.map((letter) => letter.card);
    expect(card?.text).toBe(
      "I can't post where you asked for this, so I'll send it to you here when it's done.\n\na paper boat",
    );
    expect(card?.progress).toBeUndefined();
    expect(card?.buttons).toMatchObject([{ label: "Cancel", line: `jobs cancel:${JOB}` }]);
  });

  it("is told in the language it was asked for in", async () => {
    const { letters, announcer } = shut({ channel: true });
    await announcer.post({ ...view(), locale: "de-AT" }, false);
    expect(letters).toMatchObject([{ card: { locale: "de-AT" } }]);
  });

  it("goes on though its member takes no letters", async () => {
    const { letters, announcer } = shut({ channel: true, member: true });
    expect(await announcer.post(view(), false)).toBe("gone");
    expect(letters).toEqual([]);
  });

  it("is told by its end alone when it has ended already", async () => {
    const { letters, announcer } = shut({ channel: true });
    expect(await announcer.post(view("canceled"), false)).toBe("gone");
    expect(letters).toEqual([]);
  });
});

it("a job that is announced brings no letter", async () => {
  const { letters, announcer } = shut({});
  expect(await announcer.post(view(), false)).toBe("2/3");
  expect(letters).toEqual([]);
});
