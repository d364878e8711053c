import { keepsTheContract } from "./contract.ts";
import { openSlackBench } from "./slack.ts";

keepsTheContract("Slack by Socket Mode", () => openSlackBench("socket"));
keepsTheContract("Slack by HTTP", () => openSlackBench("http"));
