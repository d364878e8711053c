import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const files = globSync("test/**/*.ts", { cwd: ROOT }).filter((file) => file !== "test/one-process.test.ts");

/** What one file would change for all that come after it in the same process, which `isolate: false` lets them share. */
const CHANGES = {
  "another module in a module's place": /\bvi\.(do)?[mM]ock\(|\bvi\.resetModules\(/,
  "another clock or timers": /\bvi\.(useFakeTimers|setSystemTime)\(/,
  "a global": /\bvi\.stub(Global|Env)\(|\bglobalThis(\.\w+|\[[^\]]+\]) *=[^=]|\bsetGlobalDispatcher\(/,
  "the environment":
    /\bprocess\.env(\.\w+|\[[^\]]+\]) *=[^=]|\bdelete process\.env\b|\bprocess\.(chdir|umask|loadEnvFile)\(/,
  "a built-in": /\bvi\.spyOn\((process|globalThis|console|Date|Math|fs)\b|\.prototype(\.\w+|\[[^\]]+\]) *=[^=]/,
};

/** Before the first process of the tests is there. */
const BEFORE_ALL = ["test/support/setup.ts"];

describe("the tests' files share a process", () => {
  it.each(Object.entries(CHANGES))("and none of them changes %s", (_, change) => {
    const found = files.filter((file) => change.test(readFileSync(`${ROOT}${file}`, "utf8")));
    expect(found.filter((file) => !BEFORE_ALL.includes(file))).toEqual([]);
  });
});
