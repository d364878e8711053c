import type { Model } from "../../models/parts/model.ts";
import { departed } from "./departed.ts";
import { asModel, type LocalMaker } from "./local.ts";

/** Finds what made a job, or is to make it. */
export interface Models {
  /** By what its row says: of the catalogue, of what is made here, or what stands for one that has left either. */
  model(id: string): Model;
}

/** Finds what makes a job here; undefined for one of the gateway's, and for a maker that is there no longer. */
export interface Makers {
  maker(id: string): LocalMaker | undefined;
}

/** The one finder, for all who show a job or work on it. `catalogue` finds the gateway's models by its names. */
export function createFinder({
  catalogue,
  makers,
}: {
  catalogue(id: string): Model | undefined;
  makers: readonly LocalMaker[];
}): Models & Makers {
  const here = new Map(makers.map((maker) => [maker.id as string, { maker, model: asModel(maker) }]));
  return {
    model: (id) => here.get(id)?.model ?? catalogue(id) ?? departed(id),
    maker: (id) => here.get(id)?.maker,
  };
}
