import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";

interface TaskSeen {
  id: string;
  model: string;
  body: Record<string, unknown>;
}

/** A gateway of its own beside Reelay, which has its films ready: `env` is what a Reelay needs to use it. */
export async function openGateway(clock: Clock, { speed = 2_000 } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), "gateway-"));
  const sandbox = await startSandbox({
    ...{ dataDir, speed, clock, log: createLog("silent"), render: "clips" },
    sendCallback: async () => 200,
  });
  const { url, filesUrl } = sandbox;
  return {
    env: { EVOLINK_API_KEY: "of-the-test", EVOLINK_API_URL: url, EVOLINK_FILES_URL: filesUrl },
    /** All that it has accepted. */
    tasks: async () => ((await (await fetch(`${url}/sandbox/tasks`)).json()) as { tasks: TaskSeen[] }).tasks,
    close: async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
