import { releaseFiles } from "../../store/file-uses.ts";
import type { ApprovalRow, Tx } from "../../store/tables.ts";

/**
 * Ends the request that waits for an admin, asked for by the interaction that has now begun this job: a member who was
 * shown a price may send one form of it to the admins and then begin a cheaper one.
 */
export async function withdrawWaiting(
  tx: Tx,
  { platform, workspace, source_id }: Pick<ApprovalRow, "platform" | "workspace" | "source_id">,
  { generation, at }: { generation: string; at: number },
): Promise<void> {
  const withdrawn = await tx
    .updateTable("approvals")
    .set({ state: "withdrawn", generation, request: null, decided_at: at })
    .where("platform", "=", platform)
    .where("workspace", "=", workspace)
    .where("source_id", "=", source_id)
    .where("state", "=", "waiting")
    .returning("id")
    .execute();
  await releaseFiles(
    tx,
    withdrawn.map(({ id }) => id),
  );
}
