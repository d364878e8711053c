import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { folder } from "../media/support.ts";
import { startDiscord } from "../support/discord/discord.ts";
import { FOR_ALL } from "../support/reelay.ts";

const DOCTOR = fileURLToPath(new URL("../../src/doctor.ts", import.meta.url));

/** Starts the doctor as `npm run doctor` does, in a folder with this `.env`. */
function start(dotenv: Readonly<Record<string, string>>, ...args: string[]) {
  const cwd = folder();
  const lines = Object.entries({ PORT: "0", ...dotenv }).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(cwd, ".env"), lines.join(""));
  const child = spawn(process.execPath, [DOCTOR, ...args], { cwd, env: FOR_ALL });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([[code], out, err]) => ({ code, out, err })) };
}

test("deletes the trial at Ctrl+C, and ends with 1", async () => {
  const discord = await startDiscord({ patienceMs: 120_000 });
  onTestFinished(discord.close);
  const channel = discord.channel(discord.guild());
  const { child, ended } = start(
    { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.api },
    ...["--channel", `discord:${channel.id}`],
  );
  await discord.until("the card", () => discord.messages(channel).length > 0);
  child.kill("SIGINT");
  const { code, out, err } = await ended;
  expect(code).toBe(1);
  expect(out).toContain("Stopped before its end, as you asked.");
  expect(err).toBe("Stopping: what the trial has posted is deleted first.\n");
  expect(discord.messages(channel)).toEqual([]);
});

test("says how it is used", async () => {
  const { code, out } = await start({}, "--channel", "general").ended;
  expect(code).toBe(2);
  expect(out).toBe(
    "--channel: got “general”, wants a chat and a channel's id. Usage: npm run doctor [-- --channel discord:ID | --channel slack:ID]\n",
  );
});
