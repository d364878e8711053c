import { createSocket } from "node:dgram";
import { Resolver } from "node:dns";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { createLookup } from "../../src/media/fetch/lookup.ts";

const IPV4 = 1;

/** A name server of this machine that knows one IPv4 address, or never answers. Gives a resolver that asks it. */
async function resolver(address: readonly number[] | undefined): Promise<Resolver> {
  const server = createSocket("udp4");
  server.on("message", (question, { port, address: from }) => {
    if (!address) return;
    const type = question.readUInt16BE(question.length - 4);
    const answers = type === IPV4 ? 1 : 0;
    const head = Buffer.from(question);
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(answers, 6);
    // A pointer to the name, its type and class, a minute to live, and four bytes of address.
    const answer = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address]);
    server.send(answers ? Buffer.concat([head, answer]) : head, port, from);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const asks = new Resolver({ timeout: 50, tries: 1 });
  asks.setServers([`127.0.0.1:${(server.address() as AddressInfo).port}`]);
  return asks;
}

const all = (lookup: ReturnType<typeof createLookup>, host: string) =>
  promisify(lookup)(host, { all: true }) as Promise<unknown>;

test("finds the addresses of a name", async () => {
  const lookup = createLookup(await resolver([93, 184, 215, 14]));
  expect(await all(lookup, "example.com")).toEqual([{ address: "93.184.215.14", family: 4 }]);
  const first = await new Promise((resolve) => {
    lookup("example.com", {}, (error, address, family) => resolve({ error, address, family }));
  });
  expect(first).toEqual({ error: null, address: "93.184.215.14", family: 4 });
});

test("gives up on a name whose server is silent", async () => {
  const lookup = createLookup(await resolver(undefined));
  await expect(all(lookup, "silent.example")).rejects.toMatchObject({ code: "ENOTFOUND" });
});
