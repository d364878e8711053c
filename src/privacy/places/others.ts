import { nobodys, type Place } from "../member/place.ts";

export const castRules = nobodys("cast_rules", "whether characters wait for an admin", ["workspace", "approval"]);
export const locks = nobodys("locks", "named locks", ["name", "touched_at"]);
export const durations = nobodys("durations", "how fast each model is", ["model", "count", "mean", "m2"]);
export const balanceReadings = nobodys("balance_readings", "what the operator's account at the gateway said", [
  ...["id", "account", "at", "remaining", "used", "captured", "in_flight", "drift", "reported"],
]);
export const accountWatch = nobodys("account_watch", "whether that account takes jobs", [
  ...["account", "closed_at", "why", "opened_at", "tries", "check_at"],
]);

export const fileUses: Place = {
  kind: "table",
  where: "file_uses",
  holds: "who needs which file: jobs, characters, requests and exports of the member",
  forgotten: "all of it",
  stays: "nothing of theirs; while a file is being deleted, that it is",
  columns: { forgotten: ["hash", "holder", "use"], stays: [] },
  unexported: "the jobs, characters and requests name their files",
};

export const media: Place = {
  kind: "files",
  where: "media/, or the bucket",
  holds: "pictures and videos that the member gave or had made, and their exports",
  forgotten: "all that nobody else needs, and every link to one of the member's",
  stays: "files that another member's job or character was made from: it is theirs too",
  unexported: "they are too large; the videos are in the channels, and /jobs shows them",
};

export const gatewayFiles: Place = {
  kind: "gateway",
  where: "uploaded pictures",
  holds: "pictures that a job or a character was made from, for 72 hours",
  forgotten: "all that nobody else needs",
  stays: "when the gateway can't be reached, until the 72 hours are over",
  unexported: "the jobs name them",
};

export const gatewayTasks: Place = {
  kind: "gateway",
  where: "tasks and characters",
  holds: "the words and the addresses of the files that a job was made from; characters, without the member's name",
  forgotten: "nothing: the gateway has no call for it",
  stays: "all of it, by the gateway's own rules",
  unexported: "the jobs say the same",
};

export const sandbox: Place = {
  kind: "files",
  where: "sandbox.db, sandbox/",
  holds: "while the sandbox answers, what the gateway would have: words and uploaded pictures of tasks",
  forgotten: "uploaded pictures that nobody else needs",
  stays: "tasks, as at the gateway; both may be deleted while Reelay is stopped",
  unexported: "the jobs say the same",
};

export const log: Place = {
  kind: "log",
  where: "standard error",
  holds: "the chat's id of the member beside what happened; never words, names or files",
  forgotten: "nothing",
  stays: "as long as the operator keeps the log: it says what went wrong for whom",
  unexported: "the operator has it",
};

export const backups: Place = {
  kind: "files",
  where: "backups of the operator's",
  holds: "all that was there when they were made",
  forgotten: "nothing",
  stays: "as long as the operator keeps them",
  unexported: "the operator has them",
};
