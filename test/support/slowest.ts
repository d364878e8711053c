import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

const SHOWN = 10;

/** Says at the end of a run which files took the longest, so that a new one among them is seen at once. */
export const slowest: Reporter = {
  onTestRunEnd: (modules) => {
    if (modules.length <= SHOWN) return;
    const first = modules.toSorted((a, b) => took(b) - took(a)).slice(0, SHOWN);
    const lines = first.map((one) => `${seconds(took(one))}  ${relative(process.cwd(), one.moduleId)}\n`);
    process.stdout.write(`\nThe ${SHOWN} slowest of ${modules.length} files:\n${lines.join("")}`);
  },
};

/** Milliseconds from the reading of a file to the end of its last test. */
function took(module: TestModule): number {
  const { collectDuration, duration } = module.diagnostic();
  return collectDuration + duration;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`.padStart(8);
}
