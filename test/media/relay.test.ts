import { expect, test } from "vitest";
import { run } from "../../bench/relay.ts";

test("relays 100 MB to the archive and on to a chat without holding them", async () => {
  const { bytes, before, most } = await run();
  expect(bytes).toBe(100_000_000);
  // The benchmark's goal is 32 MB; a machine with other work to do collects garbage later.
  expect(most - before).toBeLessThan(64_000_000);
});
