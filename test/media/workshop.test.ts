import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import type { Order } from "../../src/media/encode/orders.ts";
import { DiskFull, EncoderBusy, EncoderMissing, EncodingFailed } from "../../src/media/keep/errors.ts";
import { createWorkshop } from "../../src/media/make/workshop.ts";
import { testClock } from "../support/clock.ts";
import { file, folder } from "./support.ts";

const ORDER: Order = { make: "smaller", from: "/none", to: "/none", limitBytes: 1 };

/** A workshop whose process runs these lines, where `say` answers and `order` is what was asked. */
function workshop(lines: string, parts: Partial<Parameters<typeof createWorkshop>[0]> = {}) {
  const text = `process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
    const say = (said) => process.send(said);
    process.once("message", (order) => { ${lines} });`;
  const script = pathToFileURL(file(text, "process.mjs"));
  const made = createWorkshop({ folder: folder(), clock: systemClock, script, ...parts });
  onTestFinished(() => made.close());
  return made;
}

const failure = (promise: Promise<unknown>) => promise.catch((thrown: unknown) => thrown);

test("gives work a folder that goes with it, and clears what a dead process left", async () => {
  const dir = folder();
  mkdirSync(join(dir, "left"));
  writeFileSync(join(dir, "left", "smaller.mp4"), "x");
  const hourAgo = Date.now() / 1000 - 3_600;
  utimesSync(join(dir, "left"), hourAgo, hourAgo);
  const shop = workshop(`say({ is: "made" })`, { folder: dir });
  expect(readdirSync(dir)).toEqual([]);
  const seen = await shop.inTurn(async (bench) => {
    await bench.make(ORDER);
    return readdirSync(dir).map((name) => join(dir, name) === bench.folder);
  });
  expect(seen).toEqual([true]);
  expect(readdirSync(dir)).toEqual([]);
});

test.each([
  [
    "crashes as native code does",
    `process.kill(process.pid, "SIGSEGV")`,
    EncodingFailed,
    "The encoder ended by SIGSEGV",
  ],
  ["is killed for its memory", `process.kill(process.pid, "SIGKILL")`, EncodingFailed, "The encoder ended by SIGKILL"],
  ["throws", `throw new Error("no")`, EncodingFailed, "The encoder ended by code 1"],
  ["refuses", `say({ is: "failed", problem: "damaged", diskFull: false })`, EncodingFailed, "damaged"],
  ["meets a full disk", `say({ is: "failed", problem: "No space left", diskFull: true })`, DiskFull, "No space left"],
  ["has no encoder", `say({ is: "missing", problem: "not here" })`, EncoderMissing, "not here"],
] as const)("survives an encoder that %s, says so and goes on", async (_, lines, kind, message) => {
  const shop = workshop(`if (order.limitBytes === 1) { ${lines} } else say({ is: "made" })`);
  const error = await failure(shop.inTurn((bench) => bench.make(ORDER)));
  expect(error).toBeInstanceOf(kind);
  expect(error).toHaveProperty("message", message);
  await shop.inTurn((bench) => bench.make({ ...ORDER, limitBytes: 2 }));
});

test("ends an encoder that hangs, even one that is deaf, and goes on with the next", async () => {
  const clock = testClock();
  const shop = workshop(
    `if (order.limitBytes > 1) return say({ is: "made" });
     process.send({ is: "moving" }, () => { for (;;); })`,
    { clock, idleMs: 60_000 },
  );
  const hung = failure(shop.inTurn((bench) => bench.make(ORDER)));
  const next = shop.inTurn((bench) => bench.make({ ...ORDER, limitBytes: 2 }));
  await expect.poll(() => clock.sleeping).toBe(1);
  await clock.advance(60_000);
  expect(await hung).toHaveProperty("message", "The encoder stood still");
  await next;
});

test("takes on no more than may wait", async () => {
  const shop = workshop(`process.once("message", () => undefined)`, { mostWaiting: 1 });
  const stop = new AbortController();
  const under = failure(shop.inTurn((bench) => bench.make(ORDER), stop.signal));
  const waiting = failure(shop.inTurn(async () => "done"));
  expect(await failure(shop.inTurn(async () => "done"))).toBeInstanceOf(EncoderBusy);
  stop.abort(new Error("enough"));
  expect(await under).toHaveProperty("message", "enough");
  expect(await waiting).toBe("done");
});

test("does not keep whoever gives up waiting for their turn", async () => {
  const shop = workshop(`process.once("message", () => undefined)`);
  const under = failure(shop.inTurn((bench) => bench.make(ORDER)));
  const stop = new AbortController();
  const waiting = failure(shop.inTurn(async () => "done", stop.signal));
  stop.abort(new Error("never mind"));
  expect(await waiting).toHaveProperty("message", "never mind");
  await shop.close();
  expect(await under).toHaveProperty("message", "The workshop is closed");
  expect(await failure(shop.inTurn(async () => "done"))).toHaveProperty("message", "The workshop is closed");
});

test("keeps the operator's environment from the process", async () => {
  const shop = workshop(`say({ is: "failed", problem: Object.keys(process.env).join(), diskFull: false })`);
  expect(await failure(shop.inTurn((bench) => bench.make(ORDER)))).toHaveProperty("message", "");
});

test("says whether the encoder is installed", () => {
  const find = () => {
    throw new Error("Cannot find package");
  };
  expect(workshop("", { find }).available()).toBe(false);
  expect(workshop("", { find: () => undefined }).available()).toBe(true);
});
