import { expect, it } from "vitest";
import { newId, timeOf } from "../src/base/ids.ts";

it("tells by an id, or what is named after it, when it was made", () => {
  // Ids of one process sort strictly, so the time may be later than what was said.
  const made = (timeOf(newId("g", Date.now())) ?? 0) + 1_000;
  const id = newId("g", made);
  expect(timeOf(id)).toBe(made);
  expect(timeOf(`${id}.end`)).toBe(made);
});

it.each(["", "g_1", "slack:U1.2", "g_000000000000000000l0", "gone"])("says no time of %j, which is no id", (text) => {
  expect(timeOf(text)).toBeUndefined();
});
