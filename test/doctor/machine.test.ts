import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { type Ask, createAsk } from "../../src/doctor/ask.ts";
import { checkBucket } from "../../src/doctor/bucket.ts";
import { checkClock, readClocks } from "../../src/doctor/clock.ts";
import { checkDisk } from "../../src/doctor/disk.ts";
import { checkEncoder } from "../../src/doctor/encoder.ts";
import { type Finding, guarded, lineOf, withoutSecrets } from "../../src/doctor/finding.ts";
import { checkGateway } from "../../src/doctor/gateway.ts";
import { kindOfToken } from "../../src/doctor/tokens.ts";
import { checkPublicUrl, checkRunning } from "../../src/doctor/web.ts";
import { localS3 } from "../media/s3-server.ts";
import { file, folder, quiet, serve } from "../media/support.ts";
import { testClock } from "../support/clock.ts";

const NOON = Date.UTC(2026, 10, 20, 12);
const words = ({ is, says }: Finding) => `${is} ${says}`;
const ask = createAsk(Date.now);
const parts = { clock: { now: Date.now, sleep: async () => undefined }, log: quiet };

describe("the clock", () => {
  /** The servers' clocks stand at noon; ours is so far ahead, and the answer takes so long. */
  const off = async (aheadMs: number, tookMs = 100): Promise<Finding> => {
    const sentAt = NOON + aheadMs;
    const answer = { status: 200, text: "", date: NOON, sentAt, cameAt: sentAt + tookMs };
    return checkClock(await readClocks(["https://slack.example/api/api.test"], async () => answer));
  };

  test.each([0, 5_900, -4_900])("is right %i ms off, since the header has whole seconds", async (ms) => {
    expect(words(await off(ms))).toBe("fine It agrees with that of slack.example, within 5 s.");
  });

  test.each([
    [66_000, /^wrong It is 65 s ahead of that of slack\.example\. Turn on time synchronization/],
    [-30_100, /^wrong It is 30 s behind that of slack\.example/],
    [365 * 86_400_000, /^wrong It is 525600 min ahead/],
  ])("is said to be wrong at %i ms", async (ms, said) => {
    expect(words(await off(ms))).toMatch(said);
  });

  test("is not blamed for an answer that took long, nor for one server of two that is wrong", async () => {
    expect((await off(-10_000, 10_000)).is).toBe("fine");
    const readings = [
      { by: "a proxy", least: 3_600_000, most: 3_600_100 },
      { by: "the database", least: -100, most: 100 },
    ];
    expect(words(checkClock(readings))).toMatch(/^fine .*the database/);
  });

  test("is not compared where nobody says the time", async () => {
    expect(checkClock(await readClocks(["https://slack.example"], async () => "nothing listens there")).is).toBe(
      "note",
    );
  });
});

describe("the disk", () => {
  test("has room and can be written to, also before the folder is made", async () => {
    const dir = folder();
    expect(words(await checkDisk(dir, async () => 83e9))).toMatch(/^fine .* and 83 GB are left\.$/);
    expect(words(await checkDisk(join(dir, "not/yet"), async () => 2e9))).toMatch(
      /^fine .* 2000 MB are left\. The folder isn't/,
    );
  });

  test("has too little room", async () => {
    expect(words(await checkDisk(folder(), async () => 210e6))).toMatch(
      /^wrong Only 210 MB are left .* below 500 MB\. Make room/,
    );
  });

  test("can't be used where a file stands in the folder's place", async () => {
    expect(words(await checkDisk(file("x")))).toMatch(/^wrong DATA_DIR: .*is a file/);
    expect(words(await checkDisk(join(file("x"), "data")))).toMatch(/^wrong DATA_DIR: .*can't be used/);
  });

  test.skipIf(process.getuid?.() === 0)("can't be written to", async () => {
    const dir = folder();
    mkdirSync(join(dir, "closed"), { mode: 0o500 });
    expect(words(await checkDisk(join(dir, "closed")))).toMatch(/^wrong DATA_DIR: .*EACCES/);
  });
});

describe("the encoder", () => {
  test("codes the clip that comes with Reelay", async () => {
    expect(words(await checkEncoder(systemClock))).toMatch(
      /^fine It made \d+ kB of a clip of 85 kB \(\d+×\d+\) in [\d.]+ s\.$/,
    );
  });

  test("isn't installed", async () => {
    const find = () => {
      throw new Error("Cannot find package");
    };
    expect(words(await checkEncoder(systemClock, find))).toMatch(/^wrong It isn't installed/);
  });
});

describe("the gateway", () => {
  const gatewayThat = async (status: number, body: object) => {
    const url = await serve((_, response) => response.writeHead(status).end(JSON.stringify(body)));
    return words(await checkGateway({ apiKey: "a-key-for-tests", apiUrl: url, filesUrl: url }, parts));
  };
  const account = (remaining: number, token: object) => ({
    data: { token: { used_credits: 0, ...token }, user: { remaining_credits: remaining, used_credits: 1 } },
  });

  test.each<[number, object, RegExp]>([
    [
      200,
      account(1234.5, { remaining_credits: 0, unlimited_credits: true }),
      /^fine .* The account has 1,234\.5 credits\.$/,
    ],
    [200, account(10, { remaining_credits: 3 }), /^fine .* 10 credits, of which this key may spend 3\.$/],
    [200, account(0, { remaining_credits: 3 }), /^wrong .*its account is empty: add credits/],
    [200, account(10, { remaining_credits: 0 }), /^wrong .*this key may spend none/],
    [
      401,
      { error: { code: "invalid_api_key", message: "no" } },
      /^wrong It refuses EVOLINK_API_KEY: copy the key again/,
    ],
    [403, { error: { code: "forbidden", message: "no" } }, /^wrong The key may not read the account/],
    [502, { error: { code: "bad_gateway", message: "no" } }, /^wrong It answered 502 \(bad_gateway\)/],
    [200, { hello: "there" }, /^wrong .* gave no answer that can be read/],
  ])("answers %i", async (status, body, said) => {
    expect(await gatewayThat(status, body)).toMatch(said);
  });

  test("can't be reached, or is the sandbox", async () => {
    const nowhere = { apiUrl: "http://127.0.0.1:1", filesUrl: "http://127.0.0.1:1" };
    expect(words(await checkGateway({ apiKey: "a-key-for-tests", ...nowhere }, parts))).toMatch(
      /^wrong http:\/\/127\.0\.0\.1:1 can't be reached: nothing listens there\.$/,
    );
    expect(words(await checkGateway({ apiKey: undefined, ...nowhere }, parts))).toMatch(
      /^note EVOLINK_API_KEY is missing/,
    );
  });
});

describe("the bucket", () => {
  const bucketAt = (endpoint: string) =>
    checkBucket(`s3://videos/of/reelay?endpoint=${endpoint}`, {
      ...parts,
      credentials: { accessKeyId: "key", secretAccessKey: "x" },
    });

  test("is listed, and nothing else", async () => {
    const s3 = await localS3();
    expect(words(await bucketAt(s3.endpoint))).toMatch(/^fine videos\/of\/reelay\/ can be listed, and it is empty\./);
    s3.objects.set(`videos/of/reelay/${"a".repeat(64)}`, { bytes: Buffer.from("x"), at: new Date() });
    expect(words(await bucketAt(s3.endpoint))).toMatch(/it has videos in it/);
    expect(new Set(s3.requests)).toEqual(new Set(["GET videos/"]));
  });

  test.each([
    ["NoSuchBucket", 404, /^wrong .*there is no such bucket/],
    ["AccessDenied", 403, /^wrong .*allow s3:ListBucket/],
    ["SignatureDoesNotMatch", 403, /^wrong .*AWS_SECRET_ACCESS_KEY is not the one/],
    ["SomethingNew", 400, /^wrong .*can't be listed: /],
  ])("answers %s", async (code, status, said) => {
    const endpoint = await serve((_, response) =>
      response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`),
    );
    expect(words(await bucketAt(endpoint))).toMatch(said);
  });

  test("isn't there", async () => {
    expect(words(await bucketAt("http://127.0.0.1:1"))).toMatch(/^wrong .*nothing listens there\.$/);
  });
});

describe("the public address", () => {
  const seenAs =
    (status: number, text: string): Ask =>
    async () => ({ status, text, date: NOON, sentAt: NOON, cameAt: NOON });
  const URL_SET = "https://reelay.example";

  test.each<[string, Ask, RegExp]>([
    [
      "Reelay",
      seenAs(200, '{"live":true}'),
      /^fine .*it is Reelay\. This is how this machine sees it, not the outside/,
    ],
    ["a proxy alone", seenAs(502, "Bad gateway"), /^wrong .*answered 502: the proxy is there, and Reelay isn't/],
    ["another page", seenAs(200, "<h1>Welcome to nginx</h1>"), /^wrong .*isn't Reelay: see where the proxy sends/],
    [
      "nothing",
      async () => "its certificate has expired",
      /^wrong .*can't be reached from this machine: its certificate has expired/,
    ],
  ])("leads to %s", async (_, seen, said) => {
    expect(words(await checkPublicUrl(URL_SET, seen))).toMatch(said);
  });

  test.each(["http://localhost:3000", "https://reelay.internal", "http://192.168.0.7", "http://[::1]:3000"])(
    "%s is of no use outside",
    async (url) => {
      const asked: Ask = async () => Promise.reject(new Error("it was asked"));
      expect(words(await checkPublicUrl(url, asked))).toMatch(/^wrong .*Set the address that the outside uses/);
    },
  );

  test("is wanted with https, and may be missing", async () => {
    expect(words(await checkPublicUrl("http://reelay.example", seenAs(200, '{"live":true}')))).toMatch(
      /^wrong .*by https alone/,
    );
    expect((await checkPublicUrl(undefined, ask)).is).toBe("note");
  });
});

describe("the running Reelay", () => {
  const at = async (status: number, body: string) => {
    const url = new URL(await serve((_, response) => response.writeHead(status).end(body)));
    return words(await checkRunning({ host: url.hostname, port: Number(url.port) }, ask));
  };

  test("is ready, has problems, is none, or is something else", async () => {
    expect(await at(200, '{"ready":true,"degraded":[]}')).toMatch(/^fine It is ready at http:\/\/127\.0\.0\.1/);
    const degraded = [{ what: "disk", since: "2026-11-27T12:00:00.000Z", why: "The disk is nearly full." }];
    expect(await at(200, JSON.stringify({ ready: true, degraded }))).toMatch(/^wrong .*The disk is nearly full\.$/);
    expect(await at(200, "hello")).toMatch(/^wrong Something else than Reelay/);
    expect(words(await checkRunning({ host: "0.0.0.0", port: 1 }, ask))).toMatch(
      /^note None at http:\/\/127\.0\.0\.1:1 \(nothing listens there\)/,
    );
  });
});

describe("a line", () => {
  test("is one line, whatever the finding holds", () => {
    expect(lineOf({ about: "disk", is: "fine", says: "one\r\ntwo\u001b[2J three " })).toBe(
      "fine   disk                  one two [2J three",
    );
  });

  test("holds no secret, whatever it is made of", () => {
    expect(withoutSecrets("connect with xoxb-12 to let-me-in@db", ["xoxb-12", "let-me-in", "db"])).toBe(
      "connect with [secret] to [secret]@db",
    );
  });

  test("is said of a check that fails, and of one that never ends", async () => {
    const clock = testClock();
    const never = guarded("disk", () => new Promise(() => undefined), clock);
    await clock.advance(90_000);
    expect(await never).toEqual([
      { about: "disk", is: "wrong", says: "It could not be checked: nothing came within 90 s." },
    ]);
    const failing = guarded("disk", () => Promise.reject(new Error("boo")), clock);
    expect(await failing).toEqual([{ about: "disk", is: "wrong", says: "It could not be checked: boo." }]);
    expect(clock.sleeping).toBe(0);
  });

  test.each([
    ["xoxp-1-2", "a Slack user token"],
    ["xapp-1-A0-2", "a Slack app-level token"],
    ["xoxe.xoxb-1", "a Slack token of token rotation, which ends within hours"],
    ["0123456789abcdef0123456789abcdef", "a Slack signing secret or client secret"],
    ["aB3_56789-bcdefGhijklmnOpqrstuv2", "the client secret of a Discord application"],
    ["0123456789abcdef".repeat(4), "the public key of a Discord application"],
    [`${"M".repeat(26)}.Gabcde.${"x".repeat(38)}`, "a Discord bot's token"],
    ["Bot abc", "a token with “Bot” in front of it"],
    ["hunter2", undefined],
  ])("says what %s looks like", (text, kind) => {
    expect(kindOfToken(text)).toBe(kind);
  });
});
