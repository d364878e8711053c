import { openDiscordBench } from "./discord.ts";
import { holdToTheContract } from "./hold.ts";

holdToTheContract("Discord", openDiscordBench);
