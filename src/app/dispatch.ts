import { expiredCard } from "../chat/cards/asked.ts";
import { lateCard } from "../chat/cards/generation.ts";
import type { Command } from "../chat/command/command.ts";
import { createDispatch, type Dispatch } from "../chat/serve/dispatch.ts";
import type { OwedCard } from "../chat/serve/owed.ts";
import { readExpired, settleExpired } from "../generations/approve/waiting.ts";
import { readOwed, settleOwed } from "../generations/show/tell.ts";
import { isAdmin } from "../policy/policy.ts";
import { readPolicy } from "../policy/store.ts";
import type { UnitPrice } from "../text/money.ts";
import type { JobPorts } from "./job-ports.ts";
import type { BindServices } from "./services.ts";

/** What runs every command, whichever chat it comes from, and tells members what they could not be told in time. */
export function openDispatch(
  ports: JobPorts,
  {
    commands,
    services,
    sandbox,
    unitPrice,
  }: { commands: readonly Command[]; services: BindServices; sandbox: boolean; unitPrice: UnitPrice | undefined },
): Dispatch {
  const { db, quota, clock, log } = ports;
  return createDispatch({
    ...{ commands, services, unitPrice, clock, log },
    namedAdmin: async ({ actor, place }) => isAdmin(await readPolicy(db, quota, place.workspace), actor),
    owed: async ({ actor, place: { workspace } }) => {
      const owner = { workspace, member: actor.id };
      const ends = (await readOwed(ports, owner)).map((view): OwedCard => {
        return { key: view.id, card: lateCard(view, { sandbox, commands }), told: () => settleOwed(ports, view.id) };
      });
      const expired = (await readExpired(ports, owner)).map((approval): OwedCard => {
        return { key: approval.id, card: expiredCard(approval), told: () => settleExpired(db, approval.id) };
      });
      return [...ends, ...expired];
    },
  });
}
