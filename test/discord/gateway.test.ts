import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/base/errors.ts";
import { texts } from "../support/discord/types.ts";
import { answer, type Incoming, openIncoming } from "./incoming.ts";

let stage: Incoming | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function open(...given: Parameters<typeof openIncoming>): Promise<Incoming> {
  stage = await openIncoming(...given);
  return stage;
}

/** An address at which nobody listens. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/api`;
}

describe("the start", () => {
  it("gives an invite with the two scopes and the permissions that are needed", async () => {
    const { discord, local } = await open();
    const { origin, pathname, searchParams } = new URL(discord.invite);
    expect(`${origin}${pathname}`).toBe("https://discord.com/oauth2/authorize");
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: local.applicationId,
      scope: "bot applications.commands",
      // View Channel, Send Messages, Attach Files, Read Message History, Connect, Send Messages in Threads.
      permissions: String(2n ** 10n + 2n ** 11n + 2n ** 15n + 2n ** 16n + 2n ** 20n + 2n ** 38n),
    });
    expect(discord.problems()).toEqual([]);
  });

  it("ends with the variable's name for a token that Discord doesn't know", async () => {
    const { again } = await open();
    const failure = await again({ token: "not-the-token-of-anybody" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as ConfigError).problems).toEqual(["DISCORD_TOKEN: Discord doesn't know this token."]);
  });

  it("fails where nobody answers", async () => {
    const { again } = await open();
    await expect(again({ apiUrl: await nobody() })).rejects.toThrow(/ECONNREFUSED|fetch failed/);
  });

  it("takes all shards that Discord recommends, or those that it is told", async () => {
    const { local, again, discord } = await open({ shards: 3 });
    expect(local.shards()).toHaveLength(3);
    expect(discord.problems()).toEqual([]);
    await discord.close();
    await local.until("nobody to be connected", () => local.shards().length === 0);
    await again({ shards: [1, 3], shardCount: 4 });
    expect(local.shards().toSorted()).toEqual([
      [1, 4],
      [3, 4],
    ]);
  });

  it("takes all of so many shards when only their number is said", async () => {
    const { local } = await open({}, { shardCount: 2 });
    expect(local.shards().toSorted()).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });
});

describe("shards that Discord refuses", () => {
  it("end the start with the variable's name", async () => {
    const { again } = await open();
    const failure = await again({ shards: [5], shardCount: 4 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as ConfigError).problems.join()).toContain("DISCORD_SHARDS");
  });
});

describe("a token that is reset while it is used", () => {
  it("is named among what keeps members from being heard", async () => {
    const { local, discord } = await open();
    local.revoke();
    await local.until("the end of the connection", () => local.shards().length === 0);
    await expect.poll(() => discord.problems()).toEqual(["DISCORD_TOKEN: Discord doesn't know this token."]);
  });
});

describe("the connection", () => {
  it("that drops is resumed, and what happened meanwhile is answered once", async () => {
    const { local, ran, logged, discord } = await open();
    const channel = local.channel(local.guild());
    const ada = local.user();
    local.drop();
    await local.until("the loss to be noticed", () => discord.problems().length === 1);
    expect(discord.problems()).toEqual(["Discord's shard 0 is not connected."]);
    const act = local.slash({ channel, user: ada, name: "credits" });
    expect(texts(await act.response())).toContain("As you said.");
    expect(ran).toHaveLength(1);
    expect(local.resumed).toBe(1);
    expect(logged).toContainEqual(expect.objectContaining({ msg: "a shard has resumed", shard: 0 }));
    expect(discord.problems()).toEqual([]);
    expect(local.violations).toEqual([]);
  });

  it("that two processes have by mistake lets one of them answer", async () => {
    const { local, again, ran, play } = await open();
    await again();
    let answers = 0;
    play.run = async () => {
      answers += 1;
      return [answer];
    };
    const act = local.slash({ channel: local.channel(local.guild()), user: local.user(), name: "credits" });
    await act.response();
    await local.until(
      "the other to be refused",
      () => local.requests.filter(({ path }) => path.includes("/callback")).length === 2,
    );
    expect([ran.length, answers]).toEqual([1, 1]);
  });
});

describe("a connection that Discord closes for good", () => {
  it("is told to whoever keeps it, so that it is opened anew", async () => {
    const { local, discord } = await open();
    // Disallowed intents: discord.js doesn't come back from it.
    local.hangUp(4014);
    expect(String(await discord.ended)).toContain("4014");
    expect(discord.deaf()).toBe(true);
  });
});

describe("closing", () => {
  it("waits until what was heard is answered", async () => {
    const { local, discord, play } = await open();
    const gate = Promise.withResolvers<void>();
    play.run = async () => {
      await gate.promise;
      return [answer];
    };
    const act = local.slash({ channel: local.channel(local.guild()), user: local.user(), name: "credits" });
    await act.acked;
    const closed = discord.close();
    await local.until("nobody to be connected", () => local.shards().length === 0);
    gate.resolve();
    await closed;
    expect(texts(await act.response())).toContain("As you said.");
  });
});
