/** Every benchmark, each beside what it is compared with, in one run. */

import { run as callbacks } from "./callbacks.ts";
import { rowsOf as choreRows, run as chores } from "./chores.ts";
import { run as discord, ratiosOf, rowsOf } from "./discord.ts";
import { run as smaller } from "./fit.ts";
import { run as inflight } from "./inflight.ts";
import { run as ledger } from "./ledger.ts";
import { run as relay } from "./relay.ts";
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

console.log("100 MB from a gateway to the archive and on to a chat:");
const relayed = await relay();
console.table([
  {
    MB: Math.round(relayed.bytes / 1e6),
    seconds: Number(relayed.seconds.toFixed(1)),
    "memory up by (MB)": Number(((relayed.most - relayed.before) / 1e6).toFixed(1)),
  },
]);
console.log("The goal is less than 32 MB.\n");

console.log("30 MB of noisy 1080p made to fit into 10 MiB:");
const fitted = await smaller();
if (fitted) {
  const { before, after, seconds, delayMs } = fitted;
  console.table([
    {
      MiB: Number((after.bytes / 2 ** 20).toFixed(1)),
      sides: `${before.width}×${before.height} → ${after.width}×${after.height}`,
      "seconds of video": after.seconds,
      "took (s)": Number(seconds.toFixed(1)),
      "event loop p99 (ms)": Number(delayMs.toFixed(1)),
    },
  ]);
  console.log("The goals are 10 MiB, the same shape and length, and 50 ms.\n");
} else console.log("There is no encoder here.\n");

console.log("100 jobs whose ends the gateway calls for, and 100 whose calls are lost (a minute):");
const calls = [
  { calls: "come", ...(await callbacks({ lost: false })) },
  { calls: "are lost", ...(await callbacks({ lost: true })) },
];
console.table(
  calls.map(({ meanDelayMs, mostReads, ...row }) => ({
    ...row,
    "mean delay (ms)": Math.round(meanDelayMs),
    "most reads of a task": mostReads,
  })),
);
console.log(
  "The goals with calls are a mean under 1,000 ms and two reads of each task; without them, nothing missing.\n",
);

console.log(
  "What others wait for, in milliseconds, while Reelay on SQLite with 20,000 jobs is at its chores (two minutes):",
);
console.table(choreRows(await chores()));
console.log("The goals are /healthz within 200 ms and another member's command within 1,000 ms.\n");

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
