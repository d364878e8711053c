import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reelay } from "../../src/app/start.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { type Live, openLive, settled, shown } from "../discord/live.ts";
import { film } from "../media/film.ts";
import type { Message } from "../support/discord/types.ts";

const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);

const MiB = 1024 * 1024;

let large: Buffer;
let live: Live;
let gateway: Server;
let reelay: Reelay;

beforeAll(async () => {
  if (!encoderIsHere) return;
  live = await openLive({ rate: false });
  large = padded(readFileSync(await film(join(live.dir, "film.mp4"), { seconds: 1 })), 12 * MiB);
  gateway = await largeResults(live.sandbox.url);
  reelay = await live.start({ EVOLINK_API_URL: addressOf(gateway) });
});
afterAll(async () => {
  if (!encoderIsHere) return;
  const { violations } = live.discord;
  await live.close();
  gateway.closeAllConnections();
  gateway.close();
  expect(violations).toEqual([]);
});

/** The same film in a file of so many bytes: what is added is of no use to anybody, and a player passes over it. */
function padded(film: Buffer, bytes: number): Buffer {
  const box = Buffer.alloc(bytes - film.length);
  box.writeUInt32BE(box.length, 0);
  box.write("free", 4, "latin1");
  return Buffer.concat([film, box]);
}

/** A gateway before the sandbox: the same, but each result is the large file. */
async function largeResults(sandbox: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === "/large.mp4") {
      response.writeHead(200, { "content-type": "video/mp4", "content-length": large.length }).end(large);
      return;
    }
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const { authorization = "", "content-type": type = "application/json" } = request.headers;
    const { method = "GET" } = request;
    const sent = method === "GET" ? {} : { body };
    const answer = await fetch(`${sandbox}${request.url}`, {
      ...{ method, headers: { authorization, "content-type": type } },
      ...sent,
    });
    const said = (await answer.text()).replaceAll(/http:[^"]+\.mp4/g, `${addressOf(server)}/large.mp4`);
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? type }).end(said);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const bytesIn = ({ attachments: [file] }: Message) => file?.bytes.length ?? 0;
/** How many files Discord was sent and didn't take. */
const refusals = () => live.discord.requests.filter(({ files, status }) => files > 0 && status === 413).length;

describe.skipIf(!encoderIsHere)("a video of 12 MiB on a server that takes 10", () => {
  it("asked for by a member who may upload 500 MiB is made to fit, and seen", async () => {
    const channel = live.discord.channel(live.discord.guild());
    const ada = live.discord.user({ name: "Ada", uploadLimit: 500 * MiB });
    live.type(channel, ada, "video a boat for a subscriber");
    const message = await live.finished(channel, "a boat for a subscriber");
    expect(bytesIn(message)).toBeLessThanOrEqual(10 * MiB);
    expect(shown(message)).toContain("Made smaller to fit this channel");
    expect(refusals()).toBe(0);
    await settled(reelay.db);
    const row = await reelay.db.selectFrom("generations").select("upload_limit").executeTakeFirstOrThrow();
    expect(row).toEqual({ upload_limit: 10 * MiB });
  });

  it("is made to fit after a refusal where Discord told of 20", async () => {
    const channel = live.discord.channel(live.discord.guild());
    const ben = live.discord.user({ name: "Ben", uploadLimit: 20 * MiB });
    live.type(channel, ben, "video a boat refused once");
    const message = await live.finished(channel, "a boat refused once");
    expect(bytesIn(message)).toBeLessThanOrEqual(10 * MiB);
    expect(shown(message)).toContain("Made smaller to fit this channel");
    expect(refusals()).toBe(1);
    await settled(reelay.db);
  });
});
