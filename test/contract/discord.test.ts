import { letsAdminsDecide } from "./admin.ts";
import { keepsTheContract } from "./contract.ts";
import { openDiscordBench } from "./discord.ts";

keepsTheContract("Discord", openDiscordBench);
letsAdminsDecide("Discord", openDiscordBench);
