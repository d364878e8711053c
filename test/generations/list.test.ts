import { expect, it } from "vitest";
import { insertRow, NOW } from "./rows.ts";
import { stage } from "./stage.ts";

it("a member's list has every job that is under way, however many newer ones have ended", async () => {
  await using s = await stage("sqlite");
  const running = await insertRow(s.db, { state: "running", task: "t", submitted_at: NOW, due_at: null });
  for (let newer = 1; newer <= 12; newer++) {
    await insertRow(s.db, { state: "failed", created_at: NOW + newer, finished_at: NOW + newer, due_at: null });
  }
  const jobs = await s.as("ada").jobs();
  expect(jobs).toHaveLength(10);
  expect(jobs[0]?.id).toBe(running.id);
});
