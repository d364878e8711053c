import { WebClient } from "@slack/web-api";
import { afterEach, describe, expect, it } from "vitest";
import { boltLog } from "../../src/slack/api/bolt-log.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { LocalSlack, SlackOptions } from "../support/slack/types.ts";
import { hastyClock, silent } from "./stage.ts";

const open: LocalSlack[] = [];

afterEach(async () => {
  for (const slack of open.splice(0)) await slack.close();
});

/** A workspace with a channel of two members, and Slack's own client, which tries nothing again. */
async function started(options: SlackOptions = {}) {
  const clock = hastyClock();
  const slack = await localSlack({ rates: Number.POSITIVE_INFINITY, now: clock.now, ...options });
  open.push(slack);
  const [ada, ben] = [slack.member({ name: "ada" }), slack.member({ name: "ben" })];
  const channel = slack.channel({ members: [ada.id, ben.id] });
  const web = new WebClient(slack.team.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLog(silent()),
  });
  const bytes = Buffer.from("a video's bytes");
  const upload = async (more: Record<string, unknown> = {}) => {
    const about = { filename: "boat.mp4", length: bytes.length, ...more };
    const { upload_url: url = "", file_id: id = "" } = await web.files.getUploadURLExternal(about);
    await fetch(url, { method: "POST", body: bytes });
    return id;
  };
  const info = async (file: string) => (await web.files.info({ file })).file ?? {};
  const say = async (text = "working") => {
    const { ts = "" } = await web.chat.postMessage({ channel: channel.id, text });
    return slack.messages(channel.id).find((message) => message.ts === ts) ?? expect.unreachable();
  };
  const refused = async (code: string, call: Promise<unknown>) => {
    await expect(call, code).rejects.toMatchObject({ data: { ok: false, error: code } });
  };
  return { slack, clock, web, ada, ben, channel, bytes, upload, info, say, refused };
}

describe("files in the local Slack", () => {
  it("are private without a channel, and no message that names them shows them to members", async () => {
    const { slack, web, ada, channel, upload, info, say } = await started();
    const id = await upload();
    await web.files.completeUploadExternal({ files: [{ id }] });
    slack.later(60_000);
    const message = await say();
    const named = await web.chat.update({ channel: channel.id, ts: message.ts, text: "done", file_ids: [id] });
    expect(named).toMatchObject({ ok: true, message: { files: [{ id }] } });
    expect(slack.seen(message, ada.id)).toEqual([]);
    const block = { type: "image" as const, slack_file: { id }, alt_text: "a boat" };
    await web.chat.update({ channel: channel.id, ts: message.ts, text: "done", blocks: [block], file_ids: [] });
    expect(slack.seen(message, ada.id)).toEqual([]);
    expect(await info(id)).toMatchObject({ is_public: false, shares: {} });
  });

  it("are shared some seconds after the answer, where each member sees them and files.info says so", async () => {
    const { slack, web, ada, ben, channel, upload, info, say } = await started({ shareMs: 3_000, scanMs: 5_000 });
    const root = await say();
    const id = await upload();
    const done = await web.files.completeUploadExternal({
      ...{ files: [{ id, title: "Boat" }], initial_comment: "Here it is." },
      ...{ channel_id: channel.id, thread_ts: root.ts },
    });
    expect(done.files).toMatchObject([{ id, mimetype: "", shares: {}, channels: [] }]);
    slack.later(2_999);
    expect((await info(id)).shares).toEqual({});
    expect(slack.thread(root)).toEqual([]);
    slack.later(1);
    expect(slack.messages(channel.id)).toHaveLength(2);
    const [shared = expect.unreachable()] = slack.thread(root);
    expect(shared).toMatchObject({ text: "Here it is.", user: slack.team.botUser });
    for (const { id: reader } of [ada, ben]) expect(slack.seen(shared, reader)).toHaveLength(1);
    const { shares, mimetype, thumb_video: thumb } = await info(id);
    expect(shares).toEqual({ public: { [channel.id]: [{ ts: shared.ts, thread_ts: root.ts }] } });
    expect([mimetype, thumb]).toEqual(["", undefined]);
    slack.later(2_000);
    expect(await info(id)).toMatchObject({ mimetype: "video/mp4", thumb_video: expect.any(String) });
    expect(slack.violations).toEqual([]);
  });

  it("are no files before they are completed, and can be answered ok and never shared", async () => {
    const { slack, web, channel, upload, info, refused } = await started();
    const first = await upload();
    await refused("file_not_found", info(first));
    slack.dropShares(1);
    await web.files.completeUploadExternal({ files: [{ id: first }], channel_id: channel.id });
    const described = await upload({ alt_txt: "A paper boat" });
    await web.files.completeUploadExternal({ files: [{ id: described }], channel_id: channel.id });
    slack.later(10 * 60_000);
    expect([(await info(first)).shares, (await info(described)).shares]).toEqual([{}, {}]);
    expect(slack.messages(channel.id)).toEqual([]);
  });

  it("want a conversation's id, which a member's is not, and no markdown", async () => {
    const { slack, web, ada, channel, upload, refused } = await started();
    const files: [{ id: string }] = [{ id: await upload() }];
    const toMember = web.files.completeUploadExternal({ files, channel_id: ada.id });
    await expect(toMember).rejects.toMatchObject({
      data: { error: "invalid_arguments", response_metadata: { messages: [expect.stringContaining("channel_id")] } },
    });
    expect(await web.chat.postMessage({ channel: ada.id, text: "hi" })).toMatchObject({ channel: slack.dm(ada.id).id });
    await refused("channel_not_found", web.chat.update({ channel: ada.id, ts: "1.000000", text: "x" }));
    const markdown = [{ type: "markdown", text: "**hi**" }];
    await refused(
      "internal_error",
      web.files.completeUploadExternal({ files, channel_id: channel.id, blocks: markdown }),
    );
    const places: [string, Parameters<typeof slack.channel>[0]][] = [
      ["is_archived", { archived: true }],
      ["restricted_action", { restricted: true }],
      ["channel_not_found", { private: true, bot: false }],
    ];
    for (const [code, about] of places) {
      await refused(code, web.files.completeUploadExternal({ files, channel_id: slack.channel(about).id }));
    }
    slack.dm(ada.id);
    await web.files.completeUploadExternal({ files, channel_id: slack.dm(ada.id).id });
    slack.later(60_000);
    expect(slack.messages(slack.dm(ada.id).id).map(({ files: shown }) => shown.length)).toEqual([0, 1]);
  });

  it("leave their words behind when they are deleted, and nothing where there were none", async () => {
    const { slack, web, ada, channel, upload } = await started();
    const share = async (initial_comment?: string) => {
      const id = await upload();
      const words = initial_comment === undefined ? {} : { initial_comment };
      await web.files.completeUploadExternal({ files: [{ id }], channel_id: channel.id, ...words });
      slack.later(60_000);
      return id;
    };
    const [silent, told] = [await share(), await share("Here it is.")];
    for (const file of [silent, told]) await web.files.delete({ file });
    const [left = expect.unreachable(), ...others] = slack.messages(channel.id);
    expect(others).toEqual([]);
    expect(left.text).toBe("Here it is.");
    expect(slack.seen(left, ada.id)).toEqual([]);
    const { messages } = await web.conversations.history({ channel: channel.id });
    expect(messages).toMatchObject([{ files: [{ id: told, mode: "tombstone" }] }]);
    await web.chat.delete({ channel: channel.id, ts: left.ts });
    expect(slack.messages(channel.id)).toEqual([]);
  });

  it("are read with the bot's token and its scope alone; without them comes a page", async () => {
    for (const scopes of [["files:read"], ["chat:write"]]) {
      const { slack, ben, channel } = await started({ scopes });
      const [file] = slack.say({
        user: ben.id,
        channel: channel.id,
        files: [{ name: "a.txt", bytes: Buffer.from("hi") }],
      }).files;
      const address = `${slack.url}/files-pri/${slack.team.id}-${file?.id}/download/a.txt`;
      const read = async (headers: Record<string, string>) => (await fetch(address, { headers })).text();
      const authorization = `Bearer ${slack.team.botToken}`;
      expect(await read({})).toContain("<html>");
      expect(await read({ authorization })).toMatch(scopes.includes("files:read") ? /^hi$/ : /<html>/);
      if (!scopes.includes("files:read")) continue;
      expect(await read({ authorization, range: "bytes=1-1" })).toBe("i");
      if (file) slack.deleteFile(file);
      expect((await fetch(address, { headers: { authorization } })).status).toBe(404);
    }
  });

  it("and messages are refused where the workspace has no room for more", async () => {
    const { slack, web, channel, refused } = await started();
    slack.team.storageFull = true;
    slack.team.messagesFull = true;
    await refused("storage_limit_reached", web.files.getUploadURLExternal({ filename: "a.mp4", length: 5 }));
    await refused("message_limit_exceeded", web.chat.postMessage({ channel: channel.id, text: "x" }));
  });
});

describe("a message in the local Slack", () => {
  it("keeps its metadata through an edit without any, and loses it by an empty one or a period in its type", async () => {
    const { slack, web, channel, say } = await started();
    const message = await say();
    const at = { channel: channel.id, ts: message.ts, text: "more" };
    const metadata = { event_type: "job", event_payload: { id: "g_1" } };
    await web.chat.update({ ...at, metadata });
    await web.chat.update(at);
    expect(message.metadata).toEqual(metadata);
    await web.chat.update({ ...at, metadata: {} as typeof metadata });
    expect(message.metadata).toBeUndefined();
    expect(slack.violations).toEqual([]);
    await web.chat.update({ ...at, metadata: { ...metadata, event_type: "reelay.job" } });
    expect(message.metadata).toBeUndefined();
    expect(slack.violations).toEqual([expect.stringContaining("period")]);
  });

  it("loses its blocks by an edit that has a text alone", async () => {
    const { web, channel, say } = await started();
    const message = await say();
    const at = { channel: channel.id, ts: message.ts };
    const blocks = [{ type: "divider" }];
    await web.chat.update({ ...at, text: "x", blocks });
    await web.chat.update({ ...at, text: "y" });
    expect(message).toMatchObject({ text: "y", blocks: [] });
  });

  it("has an address that leads to it, in its thread too, until it is deleted", async () => {
    const { slack, web, channel, say, refused } = await started();
    const message = await say();
    const { ts = "" } = await web.chat.postMessage({ channel: channel.id, text: "a reply", thread_ts: message.ts });
    const address = async (message_ts: string) =>
      (await web.chat.getPermalink({ channel: channel.id, message_ts })).permalink;
    expect(await address(message.ts)).toBe(`${slack.url}/archives/${channel.id}/p${message.ts.replace(".", "")}`);
    expect(await address(ts)).toContain(`?thread_ts=${message.ts}&cid=${channel.id}`);
    slack.deleteMessage(message);
    await refused("message_not_found", web.chat.getPermalink({ channel: channel.id, message_ts: message.ts }));
  });
});
