import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { commands } from "../commands/index.ts";
import { messageCommands } from "../commands/messages.ts";
import { manifest } from "../src/slack/manifest.ts";

/** Prints the manifest of Reelay's Slack app: `[--yaml] [--url https://reelay.example]`, the address for HTTP mode. */
const { values } = parseArgs({ options: { yaml: { type: "boolean", default: false }, url: { type: "string" } } });
const { yaml, url } = values;
if (url !== undefined && !/^https:\/\/[^\s/]+/.test(url)) {
  process.stderr.write(`--url: got “${url}”, wants Reelay's public address, beginning with https://.\n`);
  process.exitCode = 64;
} else {
  const made = manifest(commands, messageCommands, { url });
  process.stdout.write(yaml ? stringify(made) : `${JSON.stringify(made, null, 2)}\n`);
}
