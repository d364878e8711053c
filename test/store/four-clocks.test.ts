import { expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { createPlaces } from "../../src/generations/pace/places.ts";
import { claim, LEASE_MS } from "../../src/generations/run/engine.ts";
import { openClock } from "../../src/store/clock.ts";
import { ada, stage } from "../policy/stage.ts";

const HOUR = 3_600_000;
const AHEAD = [-HOUR, 0, LEASE_MS + 5_000, 365 * 24 * HOUR];

it("four processes whose clocks differ by a year double nothing, lose nothing, and leave allowances right", async () => {
  await using s = await stage("postgres", { allowance: 200 });
  const log = createLog("silent");
  const clocks = await Promise.all(
    AHEAD.map((ahead) => {
      const machine = { wall: () => Date.now() + ahead, monotonic: () => performance.now() };
      return openClock({ db: s.db, kind: "postgres" }, { machine, log });
    }),
  );
  for (const clock of clocks) {
    s.deps.clock = clock;
    await s.begin(ada);
  }
  // Each looks for work twice, as if the others had not: what one has taken nobody takes while its lease lasts.
  const taken: string[] = [];
  for (const clock of [...clocks, ...clocks]) {
    const rows = await claim(s.deps, { places: createPlaces(), own: [], now: clock.now() });
    taken.push(...rows.map(({ id }) => id));
  }
  const jobs = await s.jobs();
  expect(taken.toSorted()).toEqual(jobs.map(({ id }) => id).toSorted());
  expect(jobs).toHaveLength(AHEAD.length);
  const { touched_at } = await s.db.selectFrom("accounts").select("touched_at").executeTakeFirstOrThrow();
  expect(Math.abs(touched_at - (clocks[1]?.now() ?? 0))).toBeLessThan(HOUR / 2);
  expect(await s.left(ada)).toBe(200 - 4 * 27);
  await s.check();
  for (const clock of clocks) await clock.close();
});
