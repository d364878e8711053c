import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import { HERE } from "../../src/playground/members.ts";
import type { MessageView } from "../../src/playground/view.ts";
import { speaking } from "../support/language.ts";
import { png } from "../support/pictures.ts";
import { type Act, openStage, type Stage } from "./stage.ts";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(act?: Act, more: { dataDir?: string } = {}) {
  const stage = await openStage({ ...(act ? { act } : {}), ...more, notice: "The sandbox answers." });
  cleanups.push(() => stage.close());
  return stage;
}

interface Answer {
  status: number;
  body: { messages: MessageView[]; more: boolean; error: string; id: string; name: string; bytes: number };
}

async function ask({ address }: Stage, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${address}/playground/${path}`, init);
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

let count = 0;
const say = (stage: Stage, said: Record<string, unknown>) =>
  ask(stage, "messages", {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": "de-CH,de;q=0.9" },
    body: JSON.stringify({ as: "member", line: "", nonce: `nonce-${++count}`.padEnd(12, "0"), ...said }),
  });

const upload = (stage: Stage, name: string, body: Uint8Array<ArrayBuffer>) =>
  ask(stage, `files?${new URLSearchParams({ name })}`, { method: "POST", body });

const card = (more: Partial<Card> = {}): Card => ({ tone: "info", audience: "member", title: "An answer", ...more });

describe("the playground's page", () => {
  it("is served with a policy that lets in nothing but its own files", async () => {
    const stage = await open();
    const response = await fetch(stage.address);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/text\/html/);
    expect(response.headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self'/);
    const page = await response.text();
    expect(page).not.toMatch(/https?:\/\/|<script>|\son\w+=/);
    const files = [...page.matchAll(/(?:src|href)="(\/playground\/[^"]+)"/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect((await fetch(stage.address + file)).status).toBe(200);
    const grammar = await fetch(`${stage.address}/chat/line/tokens.js`);
    expect([grammar.status, grammar.headers.get("content-type")]).toEqual([200, expect.stringMatching(/javascript/)]);
    expect((await fetch(`${stage.address}/chat/line/line.ts`)).status).toBe(404);
  });

  it("is in the language that the browser asks for, and so is what its server answers", async () => {
    const stage = await open();
    const messages = {
      "playground-page.topic": "Befehl tippen, Video bekommen.",
      "playground.nothingToSend": "Noch nichts da.",
      "playground-options.longest": "höchstens {most, number} Zeichen",
    };
    await speaking({ code: "de", messages }, async () => {
      const headers = { "accept-language": "de-CH,de;q=0.9" };
      const page = await fetch(stage.address, { headers });
      expect(page.headers.get("vary")).toMatch(/accept-language/i);
      expect(await page.text()).toContain("Befehl tippen, Video bekommen.");
      expect((await say(stage, { line: " " })).body.error).toBe("Noch nichts da.");
      expect(JSON.stringify((await ask(stage, "commands", { headers })).body)).toMatch(/höchstens 2.500 Zeichen/);
    });
  });

  it("tells the commands as they are declared, who one can act as, and the notice", async () => {
    const stage = await open();
    const about = (await ask(stage, "commands")).body as unknown as { commands: unknown; members: unknown };
    expect(about).toMatchObject({ channel: "general", notice: "The sandbox answers." });
    expect(about.members).toEqual([
      { id: "member", name: "You", admin: false },
      { id: "friend", name: "A friend", admin: false },
      { id: "admin", name: "Admin", admin: true },
    ]);
    const [video] = about.commands as { name: string; options: Record<string, unknown> }[];
    expect(video?.name).toBe("video");
    expect(video?.options.duration).toEqual({
      name: "duration",
      kind: "integer",
      description: "Seconds of video",
      min: 3,
      max: 15,
      unit: "s",
      atEnds: ["sec", "secs", "second", "seconds"],
      values: [],
      bounds: "3 to 15",
    });
    expect(video?.options).toMatchObject({
      prompt: { values: [], bounds: "at most 2,500 characters" },
      quality: { values: ["720p", "1080p"], bounds: "720p, 1080p · 720p by default" },
      sound: { values: ["yes", "no"], bounds: "yes, no" },
    });
  });
});

describe("what the playground completes", () => {
  it("is told with each option: the cast, values, and short ways to type a choice", async () => {
    const stage = await open();
    const { commands } = (await ask(stage, "commands")).body as unknown as {
      commands: { name: string; options: Record<string, unknown> }[];
    };
    const options = commands.find(({ name }) => name === "animate")?.options ?? {};
    const option = (wanted: string) => options[wanted];
    expect(option("element1")).toMatchObject({ completes: "element" });
    expect(option("voice")).toMatchObject({ completes: ["gentle woman", "male announcer"] });
    expect(option("model")).toMatchObject({ choices: ["kling-3", "kling-turbo"], aliases: { turbo: "kling-turbo" } });
    expect(option("quality")).not.toHaveProperty("aliases");
  });

  it("are names of the cast that begin as typed", async () => {
    const stage = await open();
    const names = async (query: string) => {
      const { body } = await ask(stage, `suggestions?command=animate&option=element1&${query}`);
      return (body as unknown as { suggestions: { value: string }[] }).suggestions.map(({ value }) => value);
    };
    expect(await names("begun=AD&as=admin")).toEqual(["Ada", "Adam"]);
    expect(await names("")).toEqual(["Ada", "Cy", "Adam"]);
    expect(await names("begun=x")).toEqual([]);
    expect((await ask(stage, "suggestions?command=animate&option=element1&as=root")).status).toBe(400);
  });
});

describe("a message to the playground", () => {
  it("is chat when it doesn't begin with a slash, and a command when it does", async () => {
    const stage = await open();
    expect((await say(stage, { line: "hello there" })).body.messages).toMatchObject([
      { said: { line: "hello there" } },
    ]);
    await say(stage, { line: "a / b" });
    await say(stage, { line: "/" });
    expect(stage.invocations).toEqual([]);
    await say(stage, { line: " /Video a boat\nat dawn duration:5 ", as: "admin", nonce: "the-own-nonce" });
    expect(stage.invocations).toMatchObject([
      {
        sourceId: "the-own-nonce",
        command: "video",
        typed: { line: "a boat\nat dawn duration:5", attachments: [] },
        actor: { id: "admin", admin: true },
        place: { platform: "playground", workspace: "local", channel: "general" },
        locale: "de-CH",
      },
    ]);
  });

  it("brings the answer with it; a private one is seen by its member alone", async () => {
    const stage = await open(async () => card({ title: "Yours" }));
    const { body } = await say(stage, { line: "/credits" });
    expect(body.messages).toMatchObject([
      { author: { id: "member", bot: false }, private: false, said: { line: "/credits" } },
      { author: { id: "reelay", bot: true }, private: true, card: { title: "Yours" } },
    ]);
    expect((await ask(stage, "messages?as=member")).body.messages).toHaveLength(2);
    expect((await ask(stage, "messages?channel=general&as=admin")).body.messages).toHaveLength(1);
  });

  it("is one message and one answer when it is sent again with its nonce", async () => {
    const stage = await open(async () => card());
    const first = await say(stage, { line: "/credits", nonce: "sent-twice" });
    const second = await say(stage, { line: "/credits", nonce: "sent-twice" });
    expect(second.body.messages).toEqual(first.body.messages);
    expect(new Set(stage.invocations.map(({ sourceId }) => sourceId))).toEqual(new Set(["sent-twice"]));
    expect((await ask(stage, "messages?as=member")).body.messages).toHaveLength(2);
  });

  it("is refused with a sentence when it can't be read, and nothing is kept", async () => {
    const stage = await open();
    const refused = [
      [{ line: "  " }, 422, /Type a message first/],
      [{ line: "x", as: "root" }, 400, /member, friend or admin/],
      [{ line: "x", nonce: "!" }, 400, /nonce/],
      [{ line: "x".repeat(20_001) }, 400, /20,000 characters/],
      [{ line: "x", channel: "secret" }, 400, /one channel, general/],
      [{ line: "x".repeat(200_000) }, 413, /too long/],
      [{ line: "/animate", files: ["made-up"] }, 422, /Attach it again/],
      [{ line: "/animate", files: Array(11).fill("x") }, 400, /at most 10 files/],
    ] as const;
    for (const [said, status, sentence] of refused) {
      const answer = await say(stage, said);
      expect([answer.status, answer.body.error]).toEqual([status, expect.stringMatching(sentence)]);
    }
    const broken = { method: "POST", headers: { "content-type": "application/json" }, body: "{" };
    expect((await ask(stage, "messages", broken)).status).toBe(400);
    const form = { method: "POST", headers: { "content-type": "text/plain" }, body: '{"as":"member","line":"/x"}' };
    expect((await ask(stage, "messages", form)).status).toBe(400);
    expect((await ask(stage, "messages")).body.messages).toEqual([]);
  });

  it("tells a reference, and nothing of the error, when something breaks", async () => {
    const stage = await open(async () => {
      throw new Error("the database password is hunter2");
    });
    const { status, body } = await say(stage, { line: "/credits" });
    expect(status).toBe(500);
    expect(body.error).toMatch(/^Something went wrong on our side \(reference [0-9a-f]{8}\)\. /);
  });
});

describe("files in the playground", () => {
  it("reach the command with their bytes, in order, and are shown with the message", async () => {
    const read: string[] = [];
    const stage = await open(async ({ typed }) => {
      for (const one of "attachments" in typed ? typed.attachments : [])
        read.push(`${one.name}: ${await content(one)}`);
      return undefined;
    });
    const first = await upload(stage, "../C:\\pictures\\ot\u202eter.png", Buffer.from("one"));
    expect(first.body).toMatchObject({ name: "otter.png", bytes: 3 });
    const second = await upload(stage, "two.txt", Buffer.from("two"));
    const { body } = await say(stage, { line: "/animate a wave", files: [first.body.id, second.body.id] });
    expect(read).toEqual(["otter.png: one", "two.txt: two"]);
    expect(body.messages[0]?.said?.files).toMatchObject([
      { id: first.body.id, name: "otter.png", bytes: 3 },
      { id: second.body.id, name: "two.txt", bytes: 3 },
    ]);
  });

  it("are served back under their address, and work again after a restart", async () => {
    const picture = png(40, 30);
    const before = await openStage();
    const { body } = await upload(before, "otter.png", new Uint8Array(picture));
    await say(before, { line: "look", files: [body.id] });
    await before.stop();
    const stage = await open(undefined, { dataDir: before.dataDir });
    const shown = (await ask(stage, "messages")).body.messages[0]?.said?.files[0];
    const served = await fetch(stage.address + shown?.src);
    expect(Buffer.from(await served.arrayBuffer()).equals(picture)).toBe(true);
    const again = await say(stage, { line: "/animate", files: [shown?.id] });
    expect(again.status).toBe(200);
  });

  it("are missed with a sentence when their bytes are gone", async () => {
    let told = "";
    const stage = await open(async ({ typed }) => {
      const [file] = "attachments" in typed ? typed.attachments : [];
      told =
        (await file?.open().then(
          () => "opened",
          (error: Error) => `${error.name}: ${error.message}`,
        )) ?? "";
      return undefined;
    });
    const { body } = await upload(stage, "otter.png", Buffer.from("one"));
    const { hash } = await stage.library.put(new Blob(["one"]).stream(), { limitBytes: 10 });
    await stage.library.remove(hash);
    await say(stage, { line: "/animate", files: [body.id] });
    expect(told).toBe("UserError: otter.png is no longer here. Attach it again.");
  });
});

describe("live updates", () => {
  it("bring what is new and what has changed to those who may see it", async () => {
    const stage = await open(async ({ actor }) => card({ title: `For ${actor.id}` }));
    const member = await listenAs(stage, "member");
    const admin = await listenAs(stage, "admin");
    const ref = await stage.chat.post(
      HERE,
      { key: "job", again: false },
      card({ audience: "channel", title: "Working" }),
    );
    await say(stage, { line: "/credits" });
    await stage.chat.edit(ref, card({ audience: "channel", title: "Done" }));
    expect(await member.next(4)).toEqual(["Working", "/credits", "For member", "Done"]);
    expect(await admin.next(3)).toEqual(["Working", "/credits", "Done"]);
  });

  it("give a video an address that stays the same while its message changes", async () => {
    const stage = await open();
    const video = { hash: "a".repeat(64), name: "v.mp4", bytes: 1, width: 16, height: 9, seconds: 5 };
    const src = async () => (await ask(stage, "messages")).body.messages[0]?.card?.video?.src;
    const ref = await stage.chat.post(HERE, { key: "job", again: false }, card({ audience: "channel", video }));
    const before = await src();
    expect(before).toMatch(/^\/media\/[\w-]+$/);
    await stage.chat.edit(ref, card({ audience: "channel", video, footer: "changed" }));
    expect(await src()).toBe(before);
  });
});

/** What a page listening as that member is told, by title or line. */
async function listenAs(stage: Stage, as: string) {
  const stop = new AbortController();
  cleanups.push(() => stop.abort());
  const response = await fetch(`${stage.address}/playground/events?as=${as}`, { signal: stop.signal });
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  return {
    async next(wanted: number): Promise<string[]> {
      for (;;) {
        const events = heard
          .split("\n\n")
          .slice(0, -1)
          .flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? []);
        const messages = events.map((data) => JSON.parse(data) as MessageView);
        if (messages.length >= wanted) return messages.map((one) => one.card?.title ?? one.said?.line ?? "");
        const chunk = await reader?.read();
        if (!chunk || chunk.done) throw new Error("The stream ended");
        heard += chunk.value;
      }
    },
  };
}

async function content(file: { open(): Promise<AsyncIterable<Uint8Array>> }): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of await file.open()) parts.push(part);
  return text(new Blob(parts.map((part) => new Uint8Array(part))).stream());
}
