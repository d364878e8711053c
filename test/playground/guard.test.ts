import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { networkInterfaces } from "node:os";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loopbackOnly } from "../../src/playground/guard.ts";

let server: Server;
let port: number;

beforeAll(async () => {
  const app = express();
  app.use(loopbackOnly, (_request, response) => {
    response.send("in");
  });
  server = createServer(app).listen(0, "0.0.0.0");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});

afterAll(() => {
  server.close();
});

async function status(headers: Record<string, string>, { host = "127.0.0.1", path = "/", method = "GET" } = {}) {
  const sent = request({ host, port, path, method, headers });
  sent.end();
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

const own = () => `127.0.0.1:${port}`;
const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === "IPv4" && !one.internal)?.address;

describe("the playground's guard", () => {
  it.each(["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "127.0.0.2"])(
    "answers a browser that came to %s",
    async (name) => {
      expect(await status({ host: `${name}:${port}` })).toBe(200);
    },
  );

  it.each(["reelay.example", "127.0.0.1.reelay.example", "192.168.1.4", "localhost.reelay.example", "0.0.0.0", "a b"])(
    "refuses the foreign name “%s”, which somebody may have pointed here",
    async (name) => {
      expect(await status({ host: name })).toBe(403);
    },
  );

  it("answers its own page's requests, and refuses those of any other", async () => {
    const host = own();
    expect(await status({ host, origin: `http://${host}`, "sec-fetch-site": "same-origin" }, { method: "POST" })).toBe(
      200,
    );
    for (const origin of ["http://reelay.example", "null", "http://127.0.0.1:1", `https://${host}`]) {
      expect(await status({ host, origin }, { method: "POST" })).toBe(403);
    }
    for (const site of ["cross-site", "same-site"]) expect(await status({ host, "sec-fetch-site": site })).toBe(403);
  });

  it("lets a link elsewhere open the page, but neither frame it nor fetch behind it", async () => {
    const link = { host: own(), "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect(await status({ ...link, "sec-fetch-dest": "document" })).toBe(200);
    expect(await status({ ...link, "sec-fetch-dest": "iframe" })).toBe(403);
    expect(await status({ ...link, "sec-fetch-dest": "document" }, { path: "/playground/messages" })).toBe(403);
  });

  it("refuses what a proxy or tunnel brings in from outside", async () => {
    expect(await status({ host: own(), "x-forwarded-for": "203.0.113.9" })).toBe(403);
    expect(await status({ host: own(), forwarded: "for=203.0.113.9" })).toBe(403);
  });

  it.skipIf(outside === undefined)("refuses other machines, whatever name they ask for", async () => {
    expect(await status({ host: own() }, { host: outside ?? "" })).toBe(403);
  });
});
