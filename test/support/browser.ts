import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

const run = promisify(execFile);
const PACKAGE = dirname(dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium"))));
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/reelay/", import.meta.url));

/** The package puts what it unpacks into TMPDIR, and the libraries below `al2023` only where it believes to be in Lambda. */
const UNPACK = `const { default: chromium } = await import("@sparticuz/chromium"); await chromium.executablePath();`;

/** Without a window, and for the rest as visitors have it: web security on, autoplay as usual. */
const USUAL = {
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"],
  ignoreDefaultArgs: ["--mute-audio"],
};

/** Where machines that the package has no Chromium for keep one that was installed. */
const INSTALLED: readonly LaunchOptions[] = [
  { channel: "chrome" },
  { channel: "chromium" },
  { channel: "msedge" },
  { executablePath: "/usr/bin/chromium" },
  { executablePath: "/usr/bin/chromium-browser" },
];

/** What is said where there is none of them. */
export const NO_BROWSER = "No Chrome or Chromium is installed: install Google Chrome to run what needs a browser.";

/**
 * A real Chromium: on Linux for x64 the one that came with `npm ci`, elsewhere the Chrome, Chromium or Edge that is
 * installed. Undefined where there is none.
 */
export async function launchBrowser(machine = `${process.platform}-${process.arch}`): Promise<Browser | undefined> {
  if (machine === "linux-x64") {
    const home = await unpacked();
    const executablePath = join(home, "chromium");
    const env = { ...process.env, ...(await environment(home, executablePath)) };
    // The package's Chromium is the shell alone.
    return chromium.launch({ ...USUAL, args: ["--headless=shell", ...USUAL.args], executablePath, env });
  }
  for (const installed of INSTALLED) {
    const browser = await chromium.launch({ ...USUAL, ...installed }).catch(() => undefined);
    if (browser) return browser;
  }
  return undefined;
}

/** The folder with Chromium, unpacked once for all runs; several processes may ask at the same time. */
export async function unpacked(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const home = join(CACHE, `chromium-${version}`);
  if (existsSync(home)) return home;
  await mkdir(CACHE, { recursive: true });
  const staging = await mkdtemp(join(CACHE, "unpacking-"));
  const env = { ...process.env, TMPDIR: staging, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" };
  await run(process.execPath, ["--input-type=module", "--eval", UNPACK], { env, cwd: dirname(PACKAGE) });
  // The package's own list of font folders names places that aren't there.
  await writeFile(join(staging, "fonts.conf"), `<fontconfig><dir>${home}/fonts</dir></fontconfig>\n`);
  try {
    await rename(staging, home);
  } catch (error) {
    // Another process was first: its folder is as good.
    if (!existsSync(home)) throw error;
    await rm(staging, { recursive: true, force: true });
  }
  return home;
}

/** What Chromium needs around it: its own libraries where the machine has none, and a font where there is none. */
export async function environment(home: string, executablePath: string): Promise<Record<string, string>> {
  const fonts: Record<string, string> = (await hasFonts()) ? {} : { FONTCONFIG_FILE: join(home, "fonts.conf") };
  if (await starts(executablePath, {})) return fonts;
  const libraries = { LD_LIBRARY_PATH: join(home, "al2023", "lib") };
  if (await starts(executablePath, libraries)) return { ...fonts, ...libraries };
  throw new Error(
    `Chromium doesn't start on this machine, not even with its own libraries: try ${executablePath} --version`,
  );
}

async function starts(executablePath: string, env: Record<string, string>): Promise<boolean> {
  try {
    await run(executablePath, ["--version"], { env: { ...process.env, ...env } });
    return true;
  } catch (error) {
    // 127 is the loader's: a shared library is missing.
    if (error instanceof Error && "code" in error && error.code === 127) return false;
    throw error;
  }
}

async function hasFonts(): Promise<boolean> {
  const folder = "/usr/share/fonts";
  return existsSync(folder) && (await readdir(folder)).length > 0;
}
