import { defineConfig } from "vitest/config";
import { slowest } from "./test/support/slowest.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", slowest],
    globalSetup: "test/support/setup.ts",
    // A busy machine is slow, not wrong: nothing here fails for want of speed before this.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A process serves many files, which are read once then; test/one-process.test.ts holds what that takes.
    isolate: false,
    // One more than cores that the smallest machine has: much of what is waited for is a chat's pace or a clock.
    maxWorkers: 3,
  },
});
