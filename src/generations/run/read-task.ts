import { GatewayError } from "../../evolink/errors.ts";
import type { EvoLink, Task } from "../../evolink/evolink.ts";

/** What the gateway says of a task; undefined for one that it doesn't know. Throws its other errors. */
export async function readTask(
  evolink: Pick<EvoLink, "readTask">,
  id: string,
  signal: AbortSignal,
): Promise<Task | undefined> {
  try {
    return await evolink.readTask(id, signal);
  } catch (error) {
    if (error instanceof GatewayError && error.status === 404) return undefined;
    throw error;
  }
}
