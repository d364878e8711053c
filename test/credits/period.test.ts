import { describe, expect, test } from "vitest";
import { isTimeZone, periodAt } from "../../src/credits/period.ts";

const at = (iso: string) => Date.parse(iso);

test.each([
  ["day", "2026-11-20T23:59:59.999Z", "2026-11-20", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"],
  ["week", "2026-11-20T12:00:00Z", "week of 2026-11-16", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z"],
  ["week", "2026-11-16T00:00:00Z", "week of 2026-11-16", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z"],
  ["week", "2026-11-22T23:59:59Z", "week of 2026-11-16", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z"],
  ["month", "2026-12-31T23:59:59Z", "2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"],
  ["month", "2028-02-29T00:00:00Z", "2028-02", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"],
] as const)("the %s that holds %s is %s, from %s to %s", (period, now, name, startsAt, endsAt) => {
  expect(periodAt(period, at(now))).toEqual({ name, startsAt: at(startsAt), endsAt: at(endsAt) });
});

describe("in a time zone", () => {
  test.each([
    // Berlin sets its clocks back on 25 October 2026, and that day has 25 hours; forward on 29 March, 23.
    ["Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
    ["Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
    // Where it is tomorrow already, and where it is still yesterday.
    ["Pacific/Kiritimati", "2026-11-20T10:00:00Z", "2026-11-21", "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z"],
    ["Pacific/Niue", "2026-11-20T10:59:59Z", "2026-11-19", "2026-11-19T11:00:00Z", "2026-11-20T11:00:00Z"],
    ["Asia/Kathmandu", "2026-11-20T18:15:00Z", "2026-11-21", "2026-11-20T18:15:00Z", "2026-11-21T18:15:00Z"],
    // In Cairo clocks go forward at midnight, so that this day begins at one.
    ["Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"],
  ])("%s at %s is the day %s, from %s to %s", (zone, now, name, startsAt, endsAt) => {
    expect(periodAt("day", at(now), zone)).toEqual({ name, startsAt: at(startsAt), endsAt: at(endsAt) });
  });

  test("every moment of three years belongs to one day, which begins where the one before it ends", () => {
    for (const zone of ["Europe/Berlin", "America/St_Johns", "Africa/Cairo", "Australia/Lord_Howe"]) {
      let span = periodAt("day", at("2025-01-01T12:00:00Z"), zone);
      const names = new Set([span.name]);
      for (let day = 0; day < 3 * 365; day++) {
        const next = periodAt("day", span.endsAt, zone);
        expect(next.startsAt, `${zone} ${next.name}`).toBe(span.endsAt);
        expect(periodAt("day", span.endsAt - 1, zone)).toEqual(span);
        names.add(next.name);
        span = next;
      }
      expect(names.size).toBe(3 * 365 + 1);
    }
  });

  test("a month and a week begin and end at midnight there, whatever the clocks did meanwhile", () => {
    expect(periodAt("month", at("2026-03-31T21:59:59Z"), "Europe/Berlin")).toEqual({
      name: "2026-03",
      startsAt: at("2026-02-28T23:00:00Z"),
      endsAt: at("2026-03-31T22:00:00Z"),
    });
    expect(periodAt("week", at("2026-03-29T21:59:59Z"), "Europe/Berlin").endsAt).toBe(at("2026-03-29T22:00:00Z"));
  });
});

test("knows which time zones there are", () => {
  expect(["UTC", "Europe/Berlin", "America/New_York"].map(isTimeZone)).toEqual([true, true, true]);
  expect(["Berlin", "Mars/Base", ""].map(isTimeZone)).toEqual([false, false, false]);
});
