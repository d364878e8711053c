import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { commands, messageCommands } from "../commands/index.ts";
import { ManifestRefused, manifest } from "../src/slack/manifest/manifest.ts";

/**
 * Prints the manifest of Reelay's Slack app: `[--yaml] [--url https://reelay.example] [--commands video,animate]`, the
 * address for HTTP mode, and the commands that are to have a name of their own beside `/reelay`. What Slack would refuse
 * is said on standard error, and ends it with 1; a wrong use with 64 (BSD's EX_USAGE).
 */
const EX_USAGE = 64;

const OPTIONS = {
  yaml: { type: "boolean", default: false },
  url: { type: "string" },
  commands: { type: "string" },
} as const;

function complain(problems: readonly string[], code: number): void {
  process.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
  process.exitCode = code;
}

function print(): void {
  const { yaml, url, commands: names = "" } = parseArgs({ options: OPTIONS }).values;
  const also = names.split(/[\s,]+/).flatMap((name) => (name === "" ? [] : [name.replace(/^\//, "").toLowerCase()]));
  const made = manifest(commands, messageCommands, { url, also });
  process.stdout.write(yaml ? stringify(made) : `${JSON.stringify(made, null, 2)}\n`);
}

try {
  print();
} catch (error) {
  if (error instanceof ManifestRefused) complain(error.problems, 1);
  else if (error instanceof TypeError && "code" in error) complain([error.message], EX_USAGE);
  else throw error;
}
