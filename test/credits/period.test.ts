import { expect, test } from "vitest";
import { periodAt } from "../../src/credits/period.ts";

const at = (iso: string) => Date.parse(iso);

test.each([
  ["day", "2026-11-20T23:59:59.999Z", "2026-11-20", "2026-11-21T00:00:00Z"],
  ["week", "2026-11-20T12:00:00Z", "week of 2026-11-16", "2026-11-23T00:00:00Z"],
  ["week", "2026-11-16T00:00:00Z", "week of 2026-11-16", "2026-11-23T00:00:00Z"],
  ["week", "2026-11-22T23:59:59Z", "week of 2026-11-16", "2026-11-23T00:00:00Z"],
  ["month", "2026-12-31T23:59:59Z", "2026-12", "2027-01-01T00:00:00Z"],
  ["month", "2028-02-29T00:00:00Z", "2028-02", "2028-03-01T00:00:00Z"],
] as const)("the %s that holds %s is %s and ends %s", (period, now, name, endsAt) => {
  expect(periodAt(period, at(now))).toEqual({ name, endsAt: at(endsAt) });
});
