import { inMoney, type Units, ZERO } from "../credits/units.ts";
import type { UnitPrice } from "../text/money.ts";
import { render } from "../text/render.ts";
import { dateOf, datesOf, dotted, type Text } from "../text/text.ts";
import { OTHERS, SERIES } from "./colours.ts";
import type { Font } from "./font.ts";
import { roughly } from "./numbers.ts";
import { byLabel, type Spent, total, type UsageReport } from "./report.ts";
import { modelName, words } from "./words.ts";
import { ending, writable } from "./writing.ts";

/** What the picture shows, in words and proportions; nothing of where it stands. */
export interface Chart {
  title: string;
  subtitle: string;
  total: string;
  /** Said where there are no bars. */
  nothing: string;
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

/** For whom the picture is: their locale (a BCP 47 tag), and what a credit's unit is worth where they are shown money. */
export interface ChartReader {
  locale: string;
  unitPrice?: UnitPrice | undefined;
}

/** What the picture shows to a reader. `label` says what members call a model. */
export function chartOf(
  report: UsageReport,
  label: (model: string) => string,
  font: Font,
  { locale, unitPrice }: ChartReader,
): Chart {
  const say = (text: Text) => render(text, locale, unitPrice);
  const amount = (value: Units) => roughly(value, locale);
  const { members, days, jobs } = report;
  const named = members.slice(0, members.length > MOST_BARS + 1 ? MOST_BARS : members.length);
  const rest = members.slice(named.length);
  const models = byLabel(report.models, label);
  // The last colour is of one model, or of several where there are more models than colours.
  const own = models.slice(0, models.length > SERIES.length ? SERIES.length : models.length);
  const colours = new Map(own.map(({ name }, index) => [name, SERIES[index] ?? OTHERS]));
  const others = models.slice(own.length);
  const series = [
    ...own.map((one) => ({
      name: say(modelName(one.name)),
      amount: amount(one.spent),
      colour: colours.get(one.name) ?? OTHERS,
    })),
    ...(others.length === 0
      ? []
      : [
          {
            name: others.length === 1 ? (others[0]?.name ?? "") : say(words.otherModels),
            amount: amount(total(others).spent),
            colour: OTHERS,
          },
        ]),
  ];

  const rows = [
    ...named.map((one) => ({
      ...one,
      shown: writable(one.name, font) ?? say(words.member({ id: ending(one.member) })),
    })),
    ...(rest.length === 0
      ? []
      : [
          {
            ...total(rest),
            models: rest.flatMap((one) => one.models),
            shown: say(words.others({ count: rest.length })),
          },
        ]),
  ];
  const longest = Math.max(1, ...rows.map(({ spent }) => spent));
  const bars = rows.map((row) => ({
    name: row.shown,
    amount: amount(row.spent),
    parts: inOrder(byLabel(row.models, label), models).map(({ name, spent }) => ({
      colour: colours.get(name) ?? OTHERS,
      share: spent / longest,
    })),
  }));

  const [first = "", last = ""] = [days[0]?.day, days.at(-1)?.day];
  return {
    title: say(words.title),
    subtitle: say(
      dotted(
        days.length > 0 && datesOf(Date.parse(first), Date.parse(last)),
        members.length > 0 && words.members({ count: members.length }),
      ),
    ),
    total: amount(report.spent),
    totalOf: say(dotted(words.credits, inMoney(report.spent), words.jobs({ jobs }))),
    nothing: say(words.nothing),
    series,
    bars,
    days: jobs > 0 && days.length > 1 ? columnsOf(days, locale) : undefined,
  };
}

function columnsOf(days: UsageReport["days"], locale: string): Chart["days"] {
  const say = (text: Text) => render(text, locale);
  const perColumn = Math.ceil(days.length / MOST_COLUMNS);
  const columns = chunks(days, perColumn).map((some) => total(some).spent);
  const highest = columns.reduce((most, one) => (one > most ? one : most), ZERO);
  const [first = "", last = ""] = [days[0]?.day, days.at(-1)?.day];
  return {
    columns: columns.map((one) => one / Math.max(1, highest)),
    title: say(perColumn === 1 ? words.dayByDay : words.everyDays({ count: perColumn })),
    busiest: say((perColumn === 1 ? words.busiestDay : words.busiest)({ credits: roughly(highest, locale) })),
    first: say(dateOf(Date.parse(first))),
    last: say(dateOf(Date.parse(last))),
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
