import { letsAdminsDecide } from "./admin.ts";
import { keepsTheContract } from "./contract.ts";
import { openSlackBench } from "./slack.ts";

keepsTheContract("Slack", () => openSlackBench("socket"));
letsAdminsDecide("Slack", () => openSlackBench("socket"));
