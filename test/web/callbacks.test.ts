import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { mountCallbacks } from "../../src/web/serve/callbacks.ts";
import { web } from "./support.ts";

const TOKEN = `g_${"a".repeat(19)}.${"b".repeat(43)}`;
const JOB = `g_${"a".repeat(19)}`;

/** Reelay's HTTP whose only good token is TOKEN, and what it has heard. */
async function calls(
  heard: (id: string, hint: { task?: string | undefined }) => Promise<void> = async () => undefined,
) {
  const hints: { id: string; task?: string | undefined }[] = [];
  let wakes = 0;
  let close = async (): Promise<void> => undefined;
  const { address } = await web({
    mount: (app) => {
      const callbacks = {
        jobOf: (token: string) => (token === TOKEN ? JOB : undefined),
        heard: async (id: string, hint: { task?: string | undefined }) => {
          hints.push({ id, ...hint });
          await heard(id, hint);
        },
      };
      const wake = () => {
        wakes += 1;
      };
      close = mountCallbacks(app, { callbacks, wake, log: createLog("silent") }).close;
    },
  });
  const call = (token: string, body: string | Buffer, type = "application/json") =>
    fetch(`${address}/callbacks/evolink/${token}`, { method: "POST", headers: { "content-type": type }, body });
  return { call, hints, close: () => close(), wakes: () => wakes };
}

describe("the gateway's call", () => {
  it("is answered before anything is done about it, and kept", async () => {
    const { promise: stored, resolve } = Promise.withResolvers<void>();
    const s = await calls(() => stored);
    expect((await s.call(TOKEN, JSON.stringify({ id: "task-unified-1-abc", status: "completed" }))).status).toBe(204);
    expect(s.hints).toEqual([{ id: JOB, task: "task-unified-1-abc" }]);
    expect(s.wakes()).toBe(0);
    resolve();
    await s.close();
    expect(s.wakes()).toBe(1);
  });

  it.each([
    ["no JSON", "{", "application/json"],
    ["another type", "id=1", "text/plain"],
    ["a list", "[]", "application/json"],
    ["an id that is none", JSON.stringify({ id: "../../x" }), "application/json"],
    ["nothing", "", "application/json"],
  ])("counts whatever its body is: %s", async (_, body, type) => {
    const s = await calls();
    expect((await s.call(TOKEN, body, type)).status).toBe(204);
    await s.close();
    expect(s.hints).toEqual([{ id: JOB, task: undefined }]);
  });

  it("is refused with another token, and when its body is too long", async () => {
    const s = await calls();
    expect((await s.call("g_x.y", "{}")).status).toBe(404);
    expect((await s.call(`${TOKEN}x`, "{}")).status).toBe(404);
    expect((await s.call(TOKEN, Buffer.alloc(100_000, "x"))).status).toBe(413);
    expect(s.hints).toEqual([]);
  });

  it("whose keeping fails harms nobody", async () => {
    const s = await calls(() => Promise.reject(new Error("no store")));
    expect((await s.call(TOKEN, "{}")).status).toBe(204);
    await s.close();
    expect(s.wakes()).toBe(0);
  });
});
