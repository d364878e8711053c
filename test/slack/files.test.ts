import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import type { Attachment } from "../../src/chat/contract/invocation.ts";
import { createFiles, type SlackFile } from "../../src/slack/api/files.ts";
import type { NewFile } from "../support/slack/types.ts";
import { fileJson } from "../support/slack/world.ts";
import { slackStage } from "./stage.ts";

const BOAT: NewFile = { name: "boat.png", bytes: Buffer.alloc(200_000, "boat") };

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function filesStage() {
  const stage = await slackStage();
  const { slack, ada, channel } = stage;
  const attachmentOf = createFiles({ ...stage, token: slack.team.botToken, apiUrl: slack.apiUrl });
  /** A file in a member's message, as an event has it. */
  const shared = (file: NewFile = BOAT) => {
    const [there] = slack.say({ user: ada.id, channel: channel.id, files: [file] }).files;
    if (!there) throw new Error("the message has no file");
    const about = fileJson({ url: slack.url, now: Date.now } as Parameters<typeof fileJson>[0], there, true);
    return { there, about: about as SlackFile };
  };
  return { ...stage, attachmentOf, shared };
}

async function bytesOf(attachment: Attachment): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await attachment.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The sentence with which it is refused. */
async function refusal(attachment: Attachment): Promise<string> {
  const error = await bytesOf(attachment).then(
    () => undefined,
    (refused: unknown) => refused,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

/** A server of somebody else's, that notes what it is asked with. */
async function stranger(answer: { status: number; headers?: Record<string, string>; body?: string }) {
  const tokens: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    tokens.push(headers.authorization);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens };
}

it("reads a file with the bot's token, and gives nobody an address of it", async () => {
  await using stage = await filesStage();
  const attachment = stage.attachmentOf(stage.shared().about);
  expect(attachment).toMatchObject({ name: "boat.png", bytes: 200_000 });
  expect(attachment.publicUrl).toBeUndefined();
  expect((await bytesOf(attachment)).equals(BOAT.bytes)).toBe(true);
});

it("asks Slack about a file that is known by its id alone, or whose message doesn't say more", async () => {
  await using stage = await filesStage();
  const byId = stage.attachmentOf({ id: stage.shared().there.id, name: "boat.png", size: 200_000 });
  expect((await bytesOf(byId)).equals(BOAT.bytes)).toBe(true);
  const { about } = stage.shared({ ...BOAT, access: "check_file_info" });
  expect(about.file_access).toBe("check_file_info");
  expect((await bytesOf(stage.attachmentOf(about))).equals(BOAT.bytes)).toBe(true);
  expect(stage.callsOf("files.info")).toHaveLength(2);
});

it("says that a file was deleted, before or after it was told of", async () => {
  await using stage = await filesStage();
  const { there, about } = stage.shared();
  stage.slack.deleteFile(there);
  const gone = "“boat.png” is no longer available in the chat. Attach it again.";
  expect(await refusal(stage.attachmentOf(about))).toBe(gone);
  expect(await refusal(stage.attachmentOf({ id: there.id, name: "boat.png" }))).toBe(gone);
  expect(await refusal(stage.attachmentOf({ id: there.id, name: "boat.png", mode: "tombstone" }))).toBe(gone);
});

it("says what to do with another workspace's file", async () => {
  await using stage = await filesStage();
  const foreign = /shared from another workspace.*Download it and attach it here/;
  const { about } = stage.shared({ ...BOAT, access: "denied" });
  expect(await refusal(stage.attachmentOf(about))).toMatch(foreign);
  // Slack answers a file of somebody else's with a page to log in at.
  const elsewhere = stage.slack.addTeam();
  const owner = stage.slack.member({ team: elsewhere });
  const [file] = stage.slack.say({
    user: owner.id,
    channel: stage.slack.channel({ team: elsewhere }).id,
    files: [BOAT],
  }).files;
  const url = `${stage.slack.url}/files-pri/${elsewhere.id}-${file?.id}/download/boat.png`;
  expect(await refusal(stage.attachmentOf({ id: "F1", name: "boat.png", url_private_download: url }))).toMatch(foreign);
});

it("says that a link to a file elsewhere is none", async () => {
  await using stage = await filesStage();
  const about = { ...stage.shared().about, is_external: true, external_type: "gdrive" };
  expect(await refusal(stage.attachmentOf(about))).toMatch(/only a link .* Attach the file itself/);
});

it("keeps the token from hosts that aren't Slack's, and from where a redirect would take it", async () => {
  await using stage = await filesStage();
  const { about } = stage.shared();
  const other = await stranger({ status: 200, body: "thank you" });
  const evil = [
    "https://files.slack.com.evil.example/a",
    "https://evilslack.com/a",
    "http://files.slack.com/a",
    other.url,
  ];
  for (const url of evil) {
    expect(await refusal(stage.attachmentOf({ ...about, url_private_download: url })), url).toMatch(/only a link/);
  }
  const redirects = await stranger({ status: 302, headers: { location: other.url } });
  const attachmentOf = createFiles({ ...stage, token: "xoxb-secret", apiUrl: `${redirects.url}/api/` });
  await refusal(attachmentOf({ ...about, url_private_download: `${redirects.url}/a` }));
  expect(redirects.tokens).toEqual(["Bearer xoxb-secret"]);
  expect(other.tokens).toEqual([]);
});

it("never takes half a file, or more than was said, for the file", async () => {
  await using stage = await filesStage();
  const late = "“boat.png” couldn't be fetched from the chat. Try again in a minute.";
  const { about } = stage.shared();
  expect(await refusal(stage.attachmentOf({ ...about, size: 199_999 }))).toBe(late);
  const chunked = await stranger({ status: 200, headers: { "transfer-encoding": "chunked" }, body: "boat" });
  const attachmentOf = createFiles({ ...stage, token: "xoxb-1", apiUrl: `${chunked.url}/api/` });
  expect(await refusal(attachmentOf({ ...about, size: 5, url_private_download: `${chunked.url}/a` }))).toBe(late);
  for (const status of [500, 429, "cut"] as const) {
    stage.slack.fail({ method: "download", status });
    expect(await refusal(stage.attachmentOf(about))).toBe(late);
  }
});
