import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import { MessageGone, type MessageRef } from "../../src/chat/contract/chat.ts";
import { createPlaygroundChat, type Message } from "../../src/playground/chat.ts";
import { HERE, MEMBERS } from "../../src/playground/members.ts";
import { STORE_KINDS, type TestStore, testStore } from "../support/stores.ts";

const card = (title: string, audience: Card["audience"] = "channel"): Card => ({ tone: "info", audience, title });
const titles = (messages: readonly Message[]) =>
  messages.map(({ body }) => (body.kind === "card" ? body.card.title : body.line));

const inChannel = (viewer: string) => ({ channel: "general", viewer, limit: 50 });

describe.each(STORE_KINDS)("the playground's chat on %s", (kind) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore(kind);
  });
  afterEach(() => store[Symbol.asyncDispose]());

  /** A chat at a time that stands still until the test moves it. */
  function chatAt(start: number) {
    let now = start;
    const clock = { now: () => now, sleep: async () => undefined };
    const chat = createPlaygroundChat({ db: store.db, clock });
    const setTime = (time: number) => {
      now = time;
    };
    return { chat, setTime };
  }

  it("posts once for a key, however often and however much at the same time it is asked", async () => {
    const { chat } = chatAt(1000);
    const refs = await Promise.all(
      [1, 2, 3].map(() => chat.post(HERE, { key: "job 1", again: false }, card("Working"))),
    );
    expect(new Set(refs).size).toBe(1);
    expect(await chat.list(inChannel("member"))).toHaveLength(1);
  });

  it("leaves an edited message as it is when its post is repeated", async () => {
    const { chat } = chatAt(1000);
    const ref = await chat.post(HERE, { key: "job 1", again: false }, card("Working"));
    await chat.edit(ref, card("Done"));
    await chat.post(HERE, { key: "job 1", again: false }, card("Working"));
    expect(titles(await chat.list(inChannel("member")))).toEqual(["Done"]);
  });

  it("gives every edit a later time than the one before, even when the clock stands or goes back", async () => {
    const { chat, setTime } = chatAt(1000);
    const seen: number[] = [];
    chat.subscribe(({ updatedAt }) => seen.push(updatedAt));
    const ref = await chat.post(HERE, { key: "job 1", again: false }, card("1"));
    await chat.edit(ref, card("2"));
    setTime(500);
    await chat.edit(ref, card("3"));
    setTime(9000);
    await chat.edit(ref, card("4"));
    expect(seen).toEqual([1000, 1001, 1002, 9000]);
  });

  it("says that a message is gone when there is none to edit", async () => {
    const { chat } = chatAt(1000);
    await expect(chat.edit("m_nothing" as MessageRef, card("?"))).rejects.toBeInstanceOf(MessageGone);
  });

  it("tells subscribers of posts, words and edits until they stop listening", async () => {
    const { chat } = chatAt(1000);
    const seen: Message[] = [];
    const stop = chat.subscribe((message) => seen.push(message));
    const ref = await chat.post(HERE, { key: "job 1", again: false }, card("Working"));
    await chat.say({ author: MEMBERS.member, nonce: "n1", line: "hello", files: [] });
    await chat.edit(ref, card("Done"));
    stop();
    await chat.edit(ref, card("Unheard"));
    expect(titles(seen)).toEqual(["Working", "hello", "Done"]);
  });

  it("shows a private answer to its member alone, and everything in the order it came", async () => {
    const { chat } = chatAt(1000);
    await chat.say({ author: MEMBERS.member, nonce: "n1", line: "/credits", files: [] });
    await chat.answer({ nonce: "n1", member: "member", index: 0 }, card("Yours", "member"));
    await chat.post(HERE, { key: "job 1", again: false }, card("For all"));
    expect(titles(await chat.list(inChannel("member")))).toEqual(["/credits", "Yours", "For all"]);
    expect(titles(await chat.list(inChannel("admin")))).toEqual(["/credits", "For all"]);
  });

  it("gives the newest messages first where there are many, and pages back", async () => {
    const { chat } = chatAt(1000);
    for (const key of ["a", "b", "c", "d", "e"]) await chat.post(HERE, { key, again: false }, card(key));
    const newest = await chat.list({ ...inChannel("member"), limit: 2 });
    expect(titles(newest)).toEqual(["d", "e"]);
    const earlier = await chat.list({ ...inChannel("member"), limit: 2, before: newest[0]?.id });
    expect(titles(earlier)).toEqual(["b", "c"]);
  });
});
