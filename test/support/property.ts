/**
 * How often a property is tried, and from which seed: another one each time, which is printed so that a failure can be
 * repeated. `REELAY_RUNS=10` tries it ten times as often, `REELAY_SEED=…` from that seed.
 */
export function runsOf(what: string, usual: number): { numRuns: number; seed: number } {
  const { REELAY_RUNS = "1", REELAY_SEED = String(Date.now() % 2 ** 31) } = process.env;
  const [numRuns, seed] = [Math.ceil(usual * Number(REELAY_RUNS)), Number(REELAY_SEED)];
  process.stdout.write(`${what}: ${numRuns} runs, seed ${seed} (REELAY_SEED=${seed} repeats them)\n`);
  return { numRuns, seed };
}
