import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { PLATFORMS } from "../src/app/config/platforms.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const LONGEST_FILE = 250;
const FULLEST_FOLDER = 15;

/** Folders of equals, listed by an index: there may be as many as there are. */
const LISTS = ["commands/admin", "src/models/catalogue", "src/sandbox/models", "src/store/migrations"];

/** Used by everybody who may use any of ours at all. */
const SHARED = ["src/base", "src/text"];

/**
 * Who may import whom: for each room the rooms and files whose code it may use besides its own.
 * What is imported as a type alone is free, since nothing of it is there when the program runs.
 */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  // A command's services come to it by `run`; of preferences it uses their names and what they make of a price.
  commands: ["src/chat", "src/models", "src/credits/units.ts", "src/preferences", ...SHARED],
  // Whatever the operator has to have; its own composition is src/doctor.ts.
  "src/doctor": ["src/store", "src/media", "src/evolink", "src/chat", ...SHARED],
  // What should not be in the store, found and mended by the rules of the rooms that it is from.
  "src/mend": ["src/store", "src/credits", "src/generations", "src/policy", ...SHARED],
  // Every chat, a new one too.
  ...Object.fromEntries(PLATFORMS.map(({ id }) => [`src/${id}`, ["src/chat", ...SHARED]])),
  "src/playground": ["src/chat", "src/web/pages/html.ts", ...SHARED],
  // It tells the ledger's and the policy's refusals apart, and says credits.
  "src/chat": ["src/credits", "src/policy/refusals.ts", ...SHARED],
  "src/generations": [
    ...["src/models", "src/credits", "src/policy", "src/evolink", "src/media", "src/store", "src/elements"],
    ...["src/chat/contract/invocation.ts", ...SHARED],
  ],
  "src/credits": ["src/store", ...SHARED],
  "src/policy": ["src/credits", "src/models", "src/store", ...SHARED],
  "src/privacy": ["src/store", "src/media", "src/generations", "src/credits", "src/policy", ...SHARED],
  // It draws in a thread of its own.
  "src/usage": ["src/store", "src/credits", "src/media/probe/thread.ts", ...SHARED],
  "src/reconcile": ["src/store", "src/credits", "src/evolink", "src/generations/states/states.ts", ...SHARED],
  "src/share": [
    ...["src/store", "src/generations/show/words.ts", "src/generations/makers/departed.ts"],
    ...["src/generations/states/whose.ts", ...SHARED],
  ],
  // A character is named in a prompt as a picture is.
  "src/elements": ["src/store", "src/credits", "src/models/marks/marks.ts", ...SHARED],
  "src/preferences": ["src/store", "src/models", "src/credits/units.ts", ...SHARED],
  "src/models": ["src/credits/units.ts", ...SHARED],
  "src/evolink": SHARED,
  // It reads the documents for itself, so that it can disagree with the catalogue.
  "src/sandbox": ["src/credits/units.ts", ...SHARED],
  // What stands for a video is kept as long as the video is.
  "src/media": ["src/store/file-uses.ts", ...SHARED],
  "src/store": SHARED,
  "src/web": ["src/media", "src/credits/units.ts", ...SHARED],
  // The lowest floor: even an error carries a text.
  "src/text": [],
  "src/base": ["src/text"],
};

/** What puts the rooms together, known to nobody but the entries: the only place that knows everything. */
const APP = "src/app";
const ENTRIES = ["src/main.ts", "src/doctor.ts", "src/mend.ts"];

interface Import {
  from: string;
  to: string;
}

const files = globSync(["src/**/*.{ts,js}", "commands/**/*.ts"], { cwd: ROOT }).toSorted();
const sources = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
const imports = files.flatMap(importsOf);

/** What of other files is there when the program runs, ours by its path and packages by their name. */
function importsOf(file: string): Import[] {
  const text = sources.get(file) ?? "";
  const written = text.matchAll(/^(?:import|export)\s+(?!type\s)(?:[\w*{][^"';]*?\s*from\s*)?"([^"]+)"/gm);
  const called = text.matchAll(/(?<!typeof )import\("([^"]+)"\)/g);
  return [...written, ...called].map(([, said = ""]) => ({
    from: file,
    to: said.startsWith(".") ? normalize(join(dirname(file), said)) : said,
  }));
}

/** `commands`, `src/chat`; a file that is in none of them stands for itself. */
function folderOf(path: string): string {
  const [top = "", next = ""] = path.split("/");
  if (top === "commands") return top;
  return path.split("/").length > 2 ? `${top}/${next}` : path;
}

function isOurs(path: string): boolean {
  return path.startsWith("src/") || path.startsWith("commands/");
}

function say({ from, to }: Import): string {
  return `${from} → ${to}`;
}

/** Those that need each other, in turn: each can be reached from itself. */
function circlesOf(arrows: readonly Import[]): string[][] {
  const next = Map.groupBy(arrows, ({ from }) => from);
  const reached = new Map<string, ReadonlySet<string>>();
  const reach = (start: string): ReadonlySet<string> => {
    const known = reached.get(start);
    if (known) return known;
    const seen = new Set<string>();
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const { to } of next.get(at) ?? []) {
        if (!seen.has(to)) open.push(to);
        seen.add(to);
      }
    }
    reached.set(start, seen);
    return seen;
  };
  const turning = [...next.keys()].filter((one) => reach(one).has(one)).toSorted();
  const circles = turning.map((one) => turning.filter((other) => reach(one).has(other) && reach(other).has(one)));
  return circles.filter(([first], at) => first === turning[at]);
}

/** The files in which the pattern is found. */
function having(pattern: RegExp): string[] {
  return files.filter((file) => pattern.test(sources.get(file) ?? ""));
}

describe("who imports whom", () => {
  it("is read off the files", () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(imports).toContainEqual({ from: "src/app/start.ts", to: "commands/index.ts" });
    expect(imports).toContainEqual({ from: "src/store/sqlite.ts", to: "node:sqlite" });
    for (const { from, to } of imports.filter((one) => isOurs(one.to))) expect(files, from).toContain(to);
  });

  it("is said for every folder there is", () => {
    const folders = new Set(files.map(folderOf).filter((folder) => !folder.endsWith(".ts")));
    expect([...Object.keys(MAY_USE), APP]).toEqual(expect.arrayContaining([...folders]));
  });

  it.each(Object.entries(MAY_USE))("%s uses only what it may", (folder, allowed) => {
    const used = imports.filter(({ from, to }) => folderOf(from) === folder && isOurs(to) && folderOf(to) !== folder);
    const forbidden = used.filter(({ to }) => !allowed.includes(to) && !allowed.includes(folderOf(to)));
    expect(forbidden.map(say)).toEqual([]);
  });

  it("lets the entries be used by nobody, and what puts all together by these alone", () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        ENTRIES.includes(to) || (folderOf(to) === APP && folderOf(from) !== APP && !ENTRIES.includes(from)),
    );
    expect(wrong.map(say)).toEqual([]);
  });

  it("has no two files and no two folders that need each other", () => {
    const ours = imports.filter(({ to }) => isOurs(to));
    expect(circlesOf(ours)).toEqual([]);
    const between = ours.map(({ from, to }) => ({ from: dirname(from), to: dirname(to) }));
    expect(circlesOf(between.filter(({ from, to }) => from !== to))).toEqual([]);
  });

  it("finds a circle when one is put in", () => {
    const put = [
      { from: "src/a/one.ts", to: "src/b/two.ts" },
      { from: "src/b/two.ts", to: "src/c/three.ts" },
      { from: "src/c/three.ts", to: "src/a/one.ts" },
      { from: "src/c/three.ts", to: "src/d/four.ts" },
    ];
    expect(circlesOf(put)).toEqual([["src/a/one.ts", "src/b/two.ts", "src/c/three.ts"]]);
  });

  it("lets the commands be known to the start, the doctor and the mending alone", () => {
    const known = imports.filter(({ from, to }) => to.startsWith("commands/") && folderOf(from) !== "commands");
    expect([...new Set(known.map(({ from }) => from))]).toEqual(["src/app/start.ts", "src/doctor.ts", "src/mend.ts"]);
  });

  it("keeps a chat's own library in that chat's adapter", () => {
    const of = { "src/discord": /^(discord|@discordjs\/)/, "src/slack": /^@slack\// };
    for (const [folder, library] of Object.entries(of)) {
      const wrong = imports.filter(({ from, to }) => library.test(to) && folderOf(from) !== folder);
      expect(wrong.map(say)).toEqual([]);
    }
  });

  it("keeps the catalogue free of everything but zod", () => {
    const packages = imports.filter(({ from, to }) => folderOf(from) === "src/models" && !isOurs(to));
    expect([...new Set(packages.map(({ to }) => to))]).toEqual(["zod"]);
  });
});

describe("the house", () => {
  it("reads the environment in one place, and hands it over in another", () => {
    expect(
      having(/\bprocess\.env\b/).filter(
        (file) => !["src/app/config/config.ts", "src/mend.ts", "src/main.ts", "src/doctor.ts"].includes(file),
      ),
    ).toEqual([]);
  });

  it("neither prints by console nor ends the process from inside a module", () => {
    expect(having(/\bconsole\./)).toEqual([]);
    expect(having(/\bprocess\.exit\s*\(/)).toEqual([]);
  });

  it("has one default export a command, and none elsewhere", () => {
    expect(having(/^export default\b/m).filter((file) => !file.startsWith("commands/"))).toEqual([]);
  });

  it("says in each folder what it is for, in a few lines", () => {
    const folders = [...new Set(files.map((file) => dirname(file)))].filter((folder) => folder !== "src");
    const said = (folder: string) => existsSync(join(ROOT, folder, "README.md"));
    expect(folders.filter((folder) => !said(folder))).toEqual([]);
  });

  it("has no folder that nobody can look through, but lists of equals", () => {
    const inFolder = Map.groupBy(files, (file) => dirname(file));
    const full = [...inFolder].filter(([folder, its]) => its.length > FULLEST_FOLDER && !LISTS.includes(folder));
    expect(full.map(([folder, its]) => `${folder}: ${its.length} files`)).toEqual([]);
    for (const folder of LISTS) expect(inFolder.get(folder)?.length, folder).toBeGreaterThan(FULLEST_FOLDER / 2);
  });

  it("has no file that nobody can read in one go", () => {
    const lines = (file: string) => (sources.get(file) ?? "").trimEnd().split("\n").length;
    expect(files.filter((file) => lines(file) > LONGEST_FILE).map((file) => `${file}: ${lines(file)} lines`)).toEqual(
      [],
    );
  });

  it("holds every chat to the contract: test/contract/<its folder>.test.ts", () => {
    const tested = globSync("test/contract/*.test.ts", { cwd: ROOT }).map((file) => basename(file, ".test.ts"));
    expect(tested).toEqual(expect.arrayContaining(PLATFORMS.map(({ id }) => id)));
  });
});
