import type { Basket, Intake } from "../files/intake.ts";
import { type Beginning, begin } from "./begin.ts";
import { type Asking, findBySource, type GenerationRequest, type Prepared } from "./generation-request.ts";
import { type Preparing, prepare } from "./prepare.ts";

/** What takes in the files of a request. */
export interface Taking {
  intake: Intake;
}

/** What it takes to prepare and begin a request. */
export type Requesting = Preparing & Beginning & Taking;

/**
 * Does with a basket of the member's what the request has to do. What it brought and nobody needs goes at the end,
 * unless it was kept.
 */
export async function withBasket<T>(
  { intake }: Taking,
  { actor, place }: Pick<Asking, "actor" | "place">,
  work: (basket: Basket) => Promise<T>,
): Promise<T> {
  const basket = intake.open({ workspace: place.workspace, member: actor.id });
  try {
    return await work(basket);
  } finally {
    await basket.settle();
  }
}

/** Prepares what its member is to be asked about first, so that its media stay. Throws what `prepare` throws. */
export function prepareToAsk(
  requesting: Preparing & Taking,
  asked: Pick<GenerationRequest, "model" | "draft" | "actor" | "place">,
): Promise<Prepared> {
  return withBasket(requesting, asked, async (basket) => {
    const prepared = await prepare(requesting, asked, basket);
    basket.keep();
    return prepared;
  });
}

/**
 * Prepares and begins. Gives the row's id. Throws what `prepare` and `begin` throw, and then nothing was held and no
 * row exists.
 */
export async function request(requesting: Requesting, asked: GenerationRequest): Promise<string> {
  const twin = await findBySource(requesting.db, asked);
  if (twin !== undefined) return twin;
  return withBasket(requesting, asked, async (basket) =>
    begin(requesting, asked, await prepare(requesting, asked, basket)),
  );
}
