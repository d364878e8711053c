import type { Dispatcher } from "undici";
import { expect, test } from "vitest";
import { ConnectionLost } from "../../src/evolink/errors.ts";
import { exchange } from "../../src/evolink/exchange.ts";
import { failureOf, ownedClock } from "./hostile.ts";

test("a pool that would send the same request a second time is kept from it", async () => {
  const controller: Dispatcher.DispatchController = {
    aborted: false,
    paused: false,
    reason: null,
    abort: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
  };
  let sent = 0;
  const pool: Pick<Dispatcher, "dispatch"> = {
    dispatch: (_request, handler) => {
      try {
        for (; sent < 3; sent += 1) handler.onRequestStart?.(controller, null);
      } catch (error) {
        handler.onResponseError?.(controller, error as Error);
      }
      return true;
    },
  };

  const error = await failureOf(
    exchange(pool, { method: "POST", path: "/", body: "{}" }, { clock: ownedClock(), wholeBodyMs: 1000 }),
  );

  expect(error).toBeInstanceOf(ConnectionLost);
  expect(sent).toBe(1);
});
