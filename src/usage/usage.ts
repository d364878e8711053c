import type { Clock } from "../base/clock.ts";
import { createThread } from "../media/probe/thread.ts";
import type { Db } from "../store/tables.ts";
import type { UnitPrice } from "../text/money.ts";
import type { Text } from "../text/text.ts";
import type { ChartReader } from "./chart.ts";
import { usageCsv } from "./csv.ts";
import { readReport, UNKNOWN_MODEL, type UsagePeriod, type UsageReport } from "./report.ts";
import { usageTable } from "./table.ts";

/** A PNG, and its sides in pixels. */
export interface UsagePicture {
  png: Uint8Array;
  width: number;
  height: number;
}

/** Who spent what on which models, and the three looks of it. */
export interface Usage {
  /** Throws RangeError for a period that ends before it begins or is longer than ten years, and for no time zone. */
  of(workspace: string, period: UsagePeriod): Promise<UsageReport>;
  /** Lines for a card. */
  table(report: UsageReport): Text;
  /** A file for a spreadsheet, of everything. */
  csv(report: UsageReport): string;
  /** A chart that reads on light and on dark, for a reader of that locale. Throws when it can't be drawn; the table needs nothing but the report. */
  picture(report: UsageReport, locale: string): Promise<UsagePicture>;
  /** Ends the thread that draws. Asking again starts another. */
  close(): Promise<void>;
}

export interface PictureQuestion extends ChartReader {
  /** Without its lines, which the picture has no use for. */
  report: UsageReport;
  labels: ReadonlyMap<string, string>;
}

export type PictureAnswer = UsagePicture | { problem: string };

/** Drawing takes a tenth of a second; starting the thread with its fonts, up to a few on a busy machine. */
const DEADLINE_MS = 30_000;
/** Fonts and picture are buffers, which are not counted. */
const MEMORY_MB = 128;

/**
 * `label` says what members call a model, by the gateway's name for it; `unitPrice` what a credit's unit is worth, where
 * money is shown.
 */
export function createUsage(parts: {
  db: Db;
  clock: Clock;
  label(model: string): string;
  unitPrice?: UnitPrice | undefined;
}): Usage {
  const { db, clock, unitPrice } = parts;
  const label = (model: string) => (model === UNKNOWN_MODEL ? model : parts.label(model));
  const script = new URL("./picture-thread.ts", import.meta.url);
  const thread = createThread<PictureQuestion, PictureAnswer>({
    ...{ script, clock, deadlineMs: DEADLINE_MS, memoryMb: MEMORY_MB },
  });
  return {
    of: (workspace, period) => readReport(db, workspace, period),
    table: (report) => usageTable(report, label),
    csv: (report) => usageCsv(report, unitPrice),
    picture: async (report, locale) => {
      const labels = new Map(report.models.map(({ model }) => [model, label(model)]));
      const answer = await thread.ask({ report: { ...report, lines: [] }, labels, locale, unitPrice });
      if ("problem" in answer) throw new Error(`The usage picture could not be drawn: ${answer.problem}`);
      return answer;
    },
    close: () => thread.close(),
  };
}
