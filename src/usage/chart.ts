import { dots, plural } from "../base/words.ts";
import { ZERO } from "../credits/units.ts";
import { OTHERS, SERIES } from "./colours.ts";
import type { Font } from "./font.ts";
import { roughly, sayDays, sayJobs } from "./numbers.ts";
import { byLabel, type Spent, total, type UsageReport } from "./report.ts";
import { writable } from "./writing.ts";

/** What the picture shows, in words and proportions; nothing of where it stands. */
export interface Chart {
  title: string;
  subtitle: string;
  total: string;
  totalOf: string;
  series: readonly { name: string; amount: string; colour: string }[];
  /** The longest bar of all is 1. */
  bars: readonly { name: string; amount: string; parts: readonly { colour: string; share: number }[] }[];
  /** How it went from day to day; undefined where there is nothing to compare. */
  days:
    | {
        /** The highest is 1. */
        columns: readonly number[];
        title: string;
        busiest: string;
        first: string;
        last: string;
      }
    | undefined;
}

const MOST_BARS = 12;
/** More days than this are drawn several to a column. */
const MOST_COLUMNS = 62;

export function chartOf(report: UsageReport, label: (model: string) => string, font: Font): Chart {
  const { members, days, jobs } = report;
  const named = members.slice(0, members.length > MOST_BARS + 1 ? MOST_BARS : members.length);
  const rest = members.slice(named.length);
  const models = byLabel(report.models, label);
  // The last colour is of one model, or of several where there are more models than colours.
  const own = models.slice(0, models.length > SERIES.length ? SERIES.length : models.length);
  const colours = new Map(own.map(({ name }, index) => [name, SERIES[index] ?? OTHERS]));
  const others = models.slice(own.length);
  const series = [
    ...own.map((one) => ({ name: one.name, amount: roughly(one.spent), colour: colours.get(one.name) ?? OTHERS })),
    ...(others.length === 0
      ? []
      : [
          {
            name: others.length === 1 ? (others[0]?.name ?? "") : "other models",
            amount: roughly(total(others).spent),
            colour: OTHERS,
          },
        ]),
  ];

  const rows = [
    ...named.map((one) => ({ ...one, shown: writable(one.name, one.member, font) })),
    ...(rest.length === 0
      ? []
      : [{ ...total(rest), models: rest.flatMap((one) => one.models), shown: `${rest.length} others` }]),
  ];
  const longest = Math.max(1, ...rows.map(({ spent }) => spent));
  const bars = rows.map((row) => ({
    name: row.shown,
    amount: roughly(row.spent),
    parts: inOrder(byLabel(row.models, label), models).map(({ name, spent }) => ({
      colour: colours.get(name) ?? OTHERS,
      share: spent / longest,
    })),
  }));

  const [first = "", last = ""] = [days[0]?.day, days.at(-1)?.day];
  return {
    title: "Credits spent",
    subtitle: dots(sayDays(first, last), members.length > 0 && plural(members.length, "member")),
    total: roughly(report.spent),
    totalOf: `credits · ${sayJobs(jobs)}`,
    series,
    bars,
    days: jobs > 0 && days.length > 1 ? columnsOf(days) : undefined,
  };
}

function columnsOf(days: UsageReport["days"]): Chart["days"] {
  const perColumn = Math.ceil(days.length / MOST_COLUMNS);
  const columns = chunks(days, perColumn).map((some) => total(some).spent);
  const highest = columns.reduce((most, one) => (one > most ? one : most), ZERO);
  const [first = "", last = ""] = [days[0]?.day, days.at(-1)?.day];
  return {
    columns: columns.map((one) => one / Math.max(1, highest)),
    title: perColumn === 1 ? "Day by day" : `Every ${perColumn} days`,
    busiest: `${perColumn === 1 ? "busiest day" : "busiest"}: ${roughly(highest)}`,
    first: sayDays(first, first),
    last: sayDays(last, last),
  };
}

/** The same order in every bar as in the legend. */
function inOrder(own: readonly (Spent & { name: string })[], all: readonly { name: string }[]) {
  return all.flatMap(({ name }) => own.filter((one) => one.name === name));
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
