import { formatCredits } from "../credits/units.ts";
import { moneyOf, type UnitPrice } from "../text/money.ts";
import type { UsageReport } from "./report.ts";

const COLUMNS = ["day", "member", "name", "model", "jobs", "credits"];

/** Excel reads a file without it as the machine's own old character set. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * What a spreadsheet would take for a formula, or would after trimming: `=`, `+`, `-`, `@` and their full-width forms,
 * a tab or a line break (OWASP, CSV injection).
 */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * The report as CSV by RFC 4180, a line for each day, member and model, credits exact. A cell that a spreadsheet might
 * calculate begins with an apostrophe, which makes it words. With a price of a credit's unit, the last column is what
 * the credits are worth by it, exactly, under the name of its currency.
 */
export function usageCsv(report: UsageReport, unitPrice?: UnitPrice): string {
  const rows = report.lines
    .toSorted((a, b) => compare(a.day, b.day) || compare(a.member, b.member) || compare(a.model, b.model))
    .map(({ day, member, name, model, jobs, spent }) => {
      const money = unitPrice ? [moneyOf(spent, unitPrice)] : [];
      return [day, member, name, model, String(jobs), formatCredits(spent), ...money];
    });
  const columns = [...COLUMNS, ...(unitPrice ? [unitPrice.currency] : [])];
  return BYTE_ORDER_MARK + [columns, ...rows].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
