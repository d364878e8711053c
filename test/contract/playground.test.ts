import { holdToTheContract } from "./hold.ts";
import { openPlaygroundBench } from "./playground.ts";

holdToTheContract("the playground", openPlaygroundBench);
