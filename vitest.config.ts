import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/setup.ts",
    // A busy machine is slow, not wrong: nothing here fails for want of speed before this.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One more than cores that the smallest machine has: much of what is waited for is a chat's pace or a clock.
    maxWorkers: 3,
  },
});
