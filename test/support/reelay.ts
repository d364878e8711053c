import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const { PATH, TMPDIR, NODE_COMPILE_CACHE } = process.env;
/** What a process of these tests has of its parent's environment, and nothing else. */
export const FOR_ALL = { PATH, TMPDIR, NODE_COMPILE_CACHE };

/** A Reelay in a process of its own, started as `npm start` does. */
export interface Process {
  /** What it printed as its address. */
  address: string;
  child: ChildProcess;
  /** Everything it has logged so far. */
  log(): string;
  /** Ends it with the signal and waits until it is gone. Gives its exit code, if it had one. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `src/main.ts` with just this environment, and waits for the address. Throws with its log when it ends before. */
export async function spawnReelay(env: Record<string, string>): Promise<Process> {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: { start: string } };
  const args = scripts.start.split(" ").slice(1, -1);
  const child = spawn(process.execPath, [...args, join(ROOT, "src/main.ts")], {
    // Not in the checkout, whose .env is of whoever runs the tests.
    cwd: tmpdir(),
    env: { ...FOR_ALL, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let logged = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    logged += text;
  });
  const gone = once(child, "close");
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), gone.then(() => undefined)]);
  const address = /http:\/\/\S+/.exec(String(first?.[0]))?.[0];
  if (address === undefined) throw new Error(`Reelay did not start:\n${logged}`);
  return {
    address,
    child,
    log: () => logged,
    end: async (signal) => {
      child.kill(signal);
      await gone;
      return child.exitCode;
    },
  };
}
