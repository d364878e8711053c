import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCreditPrice } from "../../src/credits/units.ts";
import { inEnglish, render } from "../../src/text/render.ts";
import { usageCsv } from "../../src/usage/csv.ts";
import { usageTable } from "../../src/usage/table.ts";
import { label, reportOf } from "./report.ts";

describe("the table", () => {
  it("has a line for each member and each model, under the name that members know it by", () => {
    const report = reportOf(
      [
        { member: "U1", name: "Ada", credits: 1_234.5 },
        { member: "U1", name: "Ada", credits: 40.5, model: "kling-v3-image-to-video" },
        { member: "U2", name: "Ben", credits: 7.1982, model: "kling-v3-turbo-text-to-video" },
      ],
      { refunded: 36 },
    );
    expect(inEnglish(usageTable(report, label))).toBe(
      [
        "1,282.1982 credits for 3 jobs by 2 members. 36 credits went back for videos that were lost.",
        "",
        "Ada: 1,275 credits, 2 jobs (Kling 3.0)",
        "Ben: 7.1982 credits, 1 job (Kling 3.0 Turbo)",
        "",
        "Kling 3.0: 1,275 credits, 2 jobs",
        "Kling 3.0 Turbo: 7.1982 credits, 1 job",
      ].join("\n"),
    );
  });

  it("names twelve members, and says what the others come to", () => {
    const members = Array.from({ length: 200 }, (_, index) => ({ member: `U${index}`, credits: 200 - index }));
    const lines = inEnglish(usageTable(reportOf(members), label)).split("\n");
    expect(lines[2]).toBe("U0: 200 credits, 1 job (Kling 3.0)");
    expect(lines[14]).toBe("188 others: 17,766 credits, 188 jobs");
    expect(lines).toHaveLength(17);
  });

  it("names a thirteenth rather than calling one alone the others", () => {
    const members = Array.from({ length: 13 }, (_, index) => ({ member: `U${index}`, credits: 20 - index }));
    expect(inEnglish(usageTable(reportOf(members), label))).toContain("U12: 8 credits");
  });

  it("names the three models that a member spent most on, and fits into a section of Slack", () => {
    const models = ["kling-v3-motion-control", "kling-o3-reference-to-video", "kling-o3-video-edit", "x", "y"];
    const spendings = Array.from({ length: 65 }, (_, index) => ({
      ...{ member: `U${index % 13}`, name: `${index % 13} ${"W".repeat(80)}`, credits: 123_456.7891 - index },
      model: models[index % 5] ?? "",
    }));
    const table = inEnglish(usageTable(reportOf(spendings), label));
    expect(table.split("\n")[2]).toMatch(/ credits, 5 jobs \(\S.*, .*, .*, and 2 more\)$/);
    expect(table.length).toBeLessThanOrEqual(3_000);
    const priced = render(usageTable(reportOf(spendings), label), "en", parseCreditPrice("0.0139"));
    expect(priced.split("\n")[2]).toMatch(/ credits \(\$8,578\.44\), 5 jobs/);
    expect(priced.length).toBeLessThanOrEqual(3_000);
  });

  it("keeps a name on its line, and shortens it", () => {
    const name = `two\nlines ${"and very many more words ".repeat(20)}`;
    const line = inEnglish(usageTable(reportOf([{ name, credits: 1 }]), label)).split("\n")[2] ?? "";
    expect(line).toMatch(/^two lines and very .*…: 1 credit, 1 job/);
  });

  it("says that nothing was spent", () => {
    expect(inEnglish(usageTable(reportOf([]), label))).toBe("Nothing was spent in this period.");
  });
});

describe("the CSV", () => {
  it("has a line a day, member and model, with exact credits", () => {
    const report = reportOf([
      { day: 1, member: "U2", name: "Ben", credits: 7.1982, model: "kling-v3-turbo-text-to-video" },
      { day: 0, member: "U1", name: "Ada", credits: 1_234_567.5 },
    ]);
    expect(usageCsv(report)).toBe(
      "\uFEFFday,member,name,model,jobs,credits\r\n" +
        "2026-11-01,U1,Ada,kling-v3-text-to-video,1,1234567.5\r\n" +
        "2026-11-02,U2,Ben,kling-v3-turbo-text-to-video,1,7.1982\r\n",
    );
  });

  it("has what they are worth in a column of the currency, where the operator has set a price", () => {
    const report = reportOf([{ day: 0, member: "U1", name: "Ada", credits: 7.1982 }]);
    expect(usageCsv(report, parseCreditPrice("0.0129 EUR"))).toBe(
      "\uFEFFday,member,name,model,jobs,credits,EUR\r\n2026-11-01,U1,Ada,kling-v3-text-to-video,1,7.1982,0.09285678\r\n",
    );
  });

  it.each([
    ["=1+1", "'=1+1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["  =1", "'  =1"],
    ["\t=1", "'\t=1"],
    ["＝1", "'＝1"],
    ["\r=1", '"\'\r=1"'],
    ["Lovelace, Ada", '"Lovelace, Ada"'],
    ['the "Countess"', '"the ""Countess"""'],
    ["two\nlines", '"two\nlines"'],
    ["a=b", "a=b"],
  ])("keeps the name %j from being calculated or torn apart", (name, cell) => {
    expect(usageCsv(reportOf([{ name, credits: 1 }]))).toContain(`,U1,${cell},kling-`);
  });

  it("reads back as what it was written from, whatever the names, and holds no formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 5 }), (names) => {
        const report = reportOf(names.map((name, index) => ({ member: `U${index}`, name, credits: 1 })));
        const rows = parse(usageCsv(report));
        expect(rows).toHaveLength(names.length + 1);
        for (const [index, row] of rows.slice(1).entries()) {
          const read = row[2] ?? "";
          expect(read).not.toMatch(/^\s*[=+\-@]/);
          expect([names[index], `'${names[index]}`]).toContain(read);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** A reader of RFC 4180. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare = "", end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
