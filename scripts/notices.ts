import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A package that `npm ci --omit=dev` installs on some machine. */
interface Shipped {
  name: string;
  version: string;
  /** An SPDX expression, as the package gives it. */
  license: string;
  /** What its license files say; empty where it brings none, or isn't installed on this machine. */
  text: string;
}

const FILES = /^(licen[cs]e|copying|notice|ofl)/i;

const HEAD = `<!-- Made by scripts/notices.ts from package-lock.json. Run: npm run docs:notices -->

# Third-party notices

Reelay is under the [MIT license](LICENSE). It is installed with the packages below, each under its own license; those that bring
no text of it are under the one that the table names.

The optional encoder, \`@seydx/node-av-*\`, contains a build of FFmpeg that was configured with \`--enable-gpl --enable-version3\`:
that binary is under the GNU General Public License, version 3. Reelay runs it in a process of its own, and works without it where it
is not installed.`;

/** `THIRD_PARTY_NOTICES.md`: every package that ships, with its license, and each text once. */
export function notices(root: string): string {
  const packages = shipped(root);
  const rows = packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const texts = Map.groupBy(
    packages.filter(({ text }) => text !== ""),
    ({ text }) => text.replace(/\s+/g, " "),
  );
  const said = [...texts.values()].map((same) => {
    const names = same.map(({ name }) => name).join(", ");
    return `### ${names}\n\n\`\`\`text\n${same[0]?.text}\n\`\`\``;
  });
  const table = ["| package | version | license |", "| --- | --- | --- |", ...rows].join("\n");
  return `${[HEAD, table, "## Their texts", ...said].join("\n\n")}\n`;
}

/** Every package of the lock but those for development alone, by name. */
export function shipped(root: string): Shipped[] {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version?: string; license?: string; dev?: boolean; optional?: boolean }>;
  };
  const entries = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && !dev);
  const packages = entries.map(([path, { version = "", license }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const folder = join(root, path);
    return { name, version, license: license ?? licenseOf(folder), text: textOf(folder) };
  });
  return packages.toSorted((one, other) => (`${one.name} ${one.version}` < `${other.name} ${other.version}` ? -1 : 1));
}

function licenseOf(folder: string): string {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return "not given";
  const { license, licenses } = JSON.parse(readFileSync(file, "utf8")) as {
    license?: string;
    licenses?: { type: string }[];
  };
  return license ?? licenses?.map(({ type }) => type).join(" OR ") ?? "not given";
}

function textOf(folder: string): string {
  if (!existsSync(folder)) return "";
  const files = readdirSync(folder, { withFileTypes: true }).filter((file) => file.isFile() && FILES.test(file.name));
  const texts = files.map(({ name }) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim());
  return texts.join("\n\n").replaceAll("```", "'''");
}

if (import.meta.main) process.stdout.write(notices(process.cwd()));
