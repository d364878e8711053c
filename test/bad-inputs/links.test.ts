import type { LookupFunction } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { withMedia } from "../../src/generations/files/inputs.ts";
import { safeFetch } from "../../src/media/fetch/fetch.ts";
import { library, serve } from "../media/support.ts";
import { checkLedger } from "../support/ledger.ts";
import { boat } from "./files.ts";
import { books, notebook, type Row, readable, refused, type Stage, stage } from "./stage.ts";

const notes = notebook("Links to where nobody but this machine should get");
let here: Stage;

/** What each name resolves to; the next look-up of a name gets the next of its answers, and the last for ever. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "loopback.example": ["127.0.0.1"],
  "metadata.example": ["169.254.169.254"],
  "mapped.example": ["::ffff:127.0.0.1", "10.0.0.7"],
};

function dns(names: Readonly<Record<string, readonly string[]>>): LookupFunction & { asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, options, callback) => {
    const answers = names[host] ?? [];
    const before = asked.filter((one) => one === host).length;
    asked.push(host);
    const address = answers[Math.min(before, answers.length - 1)] ?? "192.0.2.1";
    const family = address.includes(":") ? 6 : 4;
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  return Object.assign(lookup, { asked });
}

const lookup = dns({ ...NAMES, "changing.example": ["127.0.0.1", "169.254.169.254", "::1", "10.0.0.7"] });

beforeAll(async () => {
  here = await stage({}, { lookup });
});

afterAll(async () => {
  notes.write();
  await here[Symbol.asyncDispose]();
});

function unusable(option: string, host: string): string {
  return `${option}: I can't use that link: ${host} isn't on the public internet. Use a public link, or attach the file.`;
}

/** Every command's own way to take a link. */
const WAYS = [
  { option: "image", line: "/animate waves image:" },
  { option: "end_image", line: "/animate waves end_image:" },
  { option: "video", line: "/reference the same at night video:" },
  { option: "video", line: "/edit make it night video:" },
  { option: "image", line: "/motion image:" },
  { option: "image", line: "/element create name:Kim a young woman image:" },
  { option: "video", line: "/element create name:Kim a young woman video:" },
] as const;

const HOSTS = ["127.0.0.1", "169.254.169.254", ...Object.keys(NAMES)];

const ROWS: readonly Row[] = [
  ...WAYS.flatMap(({ option, line }) =>
    HOSTS.map((host) => ({
      wrong: `a link to ${host} by ${line}`,
      line: `${line}http://${host}/latest/file`,
      reads: unusable(option, host),
    })),
  ),
  ...[
    { written: "2130706433", host: "127.0.0.1" },
    { written: "0x7f.1", host: "127.0.0.1" },
    { written: "[::1]:8080", host: "::1" },
    { written: "[::ffff:169.254.169.254]", host: "::ffff:a9fe:a9fe" },
  ].map(({ written, host }) => ({
    wrong: `${host} written as ${written}`,
    line: `/animate waves image:https://${written}/boat.png`,
    reads: unusable("image", host),
  })),
];

test.each(ROWS)("$wrong is refused", async (row) => {
  notes.add(row, await refused(here, row));
});

test("a name that means another machine at each look-up is refused at each, and none of them is asked", async () => {
  let requests = 0;
  const { port } = new URL(
    await serve((_request, response) => {
      requests += 1;
      response.end(boat.bytes);
    }),
  );
  const line = `/animate waves image:http://changing.example:${port}/boat.png`;
  for (let time = 1; time <= 4; time++) {
    notes.add({ line }, await refused(here, { wrong: "", line, reads: unusable("image", "changing.example") }));
    expect(lookup.asked.filter((host) => host === "changing.example")).toHaveLength(time);
  }
  expect(requests).toBe(0);
});

/**
 * Reads a member's link as a request does, with 127.0.0.1 in the part of a public server: a real one could not be had
 * in a test. Gives the sentence that is thrown.
 */
async function read(link: string, lookup: LookupFunction): Promise<string> {
  const kept = library();
  const settings = { clock: systemClock, allowPrivate: false, isPublic: (ip: string) => ip === "127.0.0.1", lookup };
  const openLink = <T>(url: string, _totalMs: number, read: (body: AsyncIterable<Uint8Array>) => Promise<T>) =>
    safeFetch(url, settings, ({ body }) => read(body));
  const user = { workspace: "local", member: "member", admin: false };
  const reading = { db: here.db, library: kept, basket: kept, openLink, cutter: undefined, lastFrame: undefined, user };
  return withMedia(reading, { image: { link } }).then(
    ({ image }) => `read: ${(image as { name: string }).name}`,
    (error: Error) => (error.name === "UserError" ? error.message : Promise.reject(error)),
  );
}

test.each([
  { to: "http://169.254.169.254/latest/meta-data/", host: "169.254.169.254" },
  { to: "http://127.0.0.53/secret", host: "127.0.0.53" },
  { to: "//[::1]/secret", host: "::1" },
  { to: "http://metadata.example/secret", host: "metadata.example" },
  { to: "http://inside.example/secret", host: "inside.example" },
])("a public link that redirects to $to is refused", async ({ to, host }) => {
  let requests = 0;
  const address = await serve((_request, response) => {
    requests += 1;
    response.writeHead(302, { location: to }).end();
  });
  const sentence = await read(`${address}/boat.png`, dns({ ...NAMES, "inside.example": ["10.0.0.7"] }));
  expect(sentence).toBe(unusable("image", host));
  expect(requests).toBe(1);
  notes.add(
    { line: `/animate waves image:https://public.example/boat.png, which redirects to ${to}` },
    readable(sentence),
  );
});

test("a name that is public once and private the next time is judged anew for each connection", async () => {
  let requests = 0;
  const address = await serve((request, response) => {
    requests += 1;
    // To the same name by another port, so that it is looked up again.
    if (request.url === "/boat.png") response.end(boat.bytes);
    else response.writeHead(302, { location: "http://rebinding.example:8080/secret" }).end();
  });
  const names = dns({ "rebinding.example": ["127.0.0.1", "169.254.169.254"] });
  const link = `http://rebinding.example:${new URL(address).port}`;
  expect(await read(`${link}/elsewhere`, names)).toBe(unusable("image", "rebinding.example"));
  expect(requests).toBe(1);
  expect(names.asked).toHaveLength(2);

  // What is judged is what is connected to: a file takes one look-up, with no second that could say otherwise.
  const once = dns({ "rebinding.example": ["127.0.0.1", "169.254.169.254"] });
  expect(await read(`${link}/boat.png`, once)).toBe("read: boat.png");
  expect(once.asked).toHaveLength(1);
});

test("nothing was held, written or made for any of them", async () => {
  expect(await books(here.db)).toEqual({ holds: [], held: [], generations: [], elements: [] });
  await checkLedger(here.db);
});
