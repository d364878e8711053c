import { holdToTheContract } from "./hold.ts";
import { openSlackBench } from "./slack.ts";

holdToTheContract("Slack", () => openSlackBench("socket"));
