import type { Actor, Place } from "../../chat/contract/invocation.ts";
import type { Units } from "../../credits/units.ts";
import type { Draft } from "../../models/parts/draft.ts";
import type { Db, Tx } from "../../store/tables.ts";
import type { Text } from "../../text/text.ts";

/** By whom, where and how a job is asked for. */
export interface Asking {
  actor: Actor;
  place: Place;
  /** The interaction's own id: the same one twice is the same request. */
  sourceId: string;
  /** The line that can be typed to ask for it again, without its files. */
  line: string;
  /** In which language the job is told, as the chat tells it (BCP 47); in English where it told none. */
  locale?: string | undefined;
}

export interface GenerationRequest extends Asking {
  model: string;
  draft: Draft;
  /** The id of the model that the member would usually have had, where another was chosen that takes what they gave. */
  insteadOf?: string | undefined;
  /** An admin has approved it, as this note says: what the member lacks is added for it. */
  approved?: Text | undefined;
  /** Runs in the transaction of the hold and the row: what must be there when they are, and only then. */
  also?: ((tx: Tx, generation: string) => Promise<void>) | undefined;
}

/** What a draft comes to, judged and priced. The input's media are kept, so it can be asked for later as it is. */
export interface Prepared {
  input: Record<string, unknown>;
  price: Units;
}

/** The policy wants an admin to approve it first. Nothing was held. */
export class NeedsApproval extends Error {
  override readonly name = "NeedsApproval";
  /** It costs more than what needs none, or the member lacks the credits. */
  readonly why: "price" | "credits";

  constructor(why: NeedsApproval["why"]) {
    super(`An admin has to approve it: ${why}`);
    this.why = why;
  }
}

/** The job that this interaction has begun already. */
export async function findBySource(
  db: Db,
  { place, sourceId }: Pick<Asking, "place" | "sourceId">,
): Promise<string | undefined> {
  const row = await db
    .selectFrom("generations")
    .select("id")
    .where("platform", "=", place.platform)
    .where("workspace", "=", place.workspace)
    .where("source_id", "=", sourceId)
    .executeTakeFirst();
  return row?.id;
}
