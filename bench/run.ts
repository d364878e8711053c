/** Every benchmark, each beside what it is compared with, in one run. */
import { run as discord, ratiosOf, rowsOf } from "./discord.ts";
import { run as inflight } from "./inflight.ts";
import { run as ledger } from "./ledger.ts";
import { run as schedule } from "./schedule.ts";
import { run as slack, rowsOf as slackRows } from "./slack.ts";

const pairs = await ledger();
console.log("Ledger, hold and capture of one job:");
console.table([
  {
    what: "through the ledger",
    "pairs a second": Math.round(pairs.ours),
    ratio: Number((pairs.ours / pairs.raw).toFixed(2)),
  },
  { what: "the same statements, raw node:sqlite", "pairs a second": Math.round(pairs.raw), ratio: 1 },
]);
console.log("The goal is a ratio of at least 0.5.\n");

console.log("Reads of a task until it is seen to be done, over 10,000 simulated jobs:");
console.table(
  schedule().rows.map(({ schedule, tasks, reads, delay }) => ({
    schedule,
    tasks,
    "reads a job": Number(reads.toFixed(2)),
    "mean delay (s)": Number(delay.toFixed(2)),
  })),
);
console.log(
  "The goal is a third of the fixed poll's reads where progress tells nothing, a fifth where it is linear, at 5 s.\n",
);

console.log("Slack's signed commands, 200 a second for 20 s, half of them for videos (a minute):");
console.table(slackRows(await slack()));
console.log("The goals are all acknowledged, a p99 under 1 s, and the bare app no more than twice as fast.\n");

console.log("Discord, 200 interactions a second for 20 s, half of them /video, until each is acknowledged:");
const acknowledged = await discord();
console.table(rowsOf(acknowledged));
console.log(
  `Commands take this many times as long: ${ratiosOf(acknowledged)}. The goals are all, a p99 of 1 s, and twice as long.\n`,
);

console.log("10,000 jobs in flight (a few minutes):");
const { jobs, megabytes, delayMs, reads } = await inflight();
console.table([
  {
    jobs,
    "memory (MB)": Math.round(megabytes),
    "event loop p99 (ms)": Number(delayMs.toFixed(1)),
    "reads in 60 s": reads,
  },
]);
console.log("The goals are 300 MB and 50 ms.");
