import { units } from "../../src/credits/units.ts";
import { findModel } from "../../src/models/index.ts";
import { inEnglish } from "../../src/text/render.ts";
import { total, type UsageLine, type UsageReport } from "../../src/usage/report.ts";

/** What members call the models. */
export const label = (model: string): string => inEnglish(findModel(model)?.label ?? model);

const DAY_MS = 86_400_000;

export interface Spending {
  /** Days after the first. */
  day?: number;
  member?: string;
  name?: string;
  model?: string;
  credits: number;
}

/** A report of what is said here, over so many days from 1 November 2026, all in UTC. */
export function reportOf(spendings: readonly Spending[], { days = 20, refunded = 0 } = {}): UsageReport {
  const from = Date.UTC(2026, 10, 1);
  const dayOf = (index: number) => new Date(from + index * DAY_MS).toISOString().slice(0, 10);
  const lines = spendings.map(
    ({ day = 0, member = "U1", name = member, model = "kling-v3-text-to-video", credits }) => {
      return { day: dayOf(day), member, name, model, jobs: 1, spent: units(Math.round(credits * 10_000)) };
    },
  );
  const most = <T extends { spent: number }>(list: T[]) => list.toSorted((a, b) => b.spent - a.spent);
  const modelsOf = (own: readonly UsageLine[]) =>
    most([...Map.groupBy(own, (line) => line.model)].map(([model, of]) => ({ model, ...total(of) })));
  return {
    ...{ from, to: from + days * DAY_MS, timeZone: "UTC", refunded: units(refunded * 10_000), ...total(lines), lines },
    members: most(
      [...Map.groupBy(lines, ({ member }) => member)].map(([member, own]) => ({
        ...{ member, name: own[0]?.name ?? member, ...total(own), models: modelsOf(own) },
      })),
    ),
    models: modelsOf(lines),
    days: Array.from({ length: days }, (_, index) => {
      return { day: dayOf(index), ...total(lines.filter(({ day }) => day === dayOf(index))) };
    }),
  };
}

/** Invented members at work for three weeks. */
export function sample(): UsageReport {
  const people = ["Ada", "Ben", "Chiara", "Deniz", "Émile", "Farah", "Grace", "Hugo"];
  const models: [string, number][] = [
    ["kling-v3-text-to-video", 27],
    ["kling-v3-image-to-video", 40.5],
    ["kling-v3-turbo-text-to-video", 36],
    ["kling-o3-reference-to-video", 54.027],
    ["kling-v3-motion-control", 81.648],
    ["kling-custom-element", 1],
  ];
  const spendings: Spending[] = [];
  for (let day = 0; day < 20; day++) {
    const jobs = day % 7 > 4 ? 1 : 2 + ((day * 5) % 6);
    for (let job = 0; job < jobs; job++) {
      const who = Math.floor((((day * 13 + job * 7) % 23) / 23) ** 1.6 * people.length);
      const [model, credits] = models[(day * 3 + job * job + who) % models.length] ?? ["", 0];
      spendings.push({ day, member: `U0${who}`, name: people[who] ?? "", model, credits });
    }
  }
  return reportOf(spendings);
}
