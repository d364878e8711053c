import { describe, expect, it } from "vitest";
import { knownAdmins } from "../../src/policy/admins.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { ada, PLACE, queen, root, stage } from "./stage.ts";

const DAY_MS = 24 * 3_600_000;

describe.each(STORE_KINDS)("the admins who can be written to, on %s", (kind) => {
  it("are those who decided lately and those who were named, each once, and nobody else", async () => {
    await using s = await stage(kind);
    const known = async () => (await knownAdmins(s.db, s.clock.now())).map(({ member }) => member).toSorted();
    expect(await known()).toEqual([]);
    await s.ask(ada, "admin limit");
    await s.ask(queen, "admin limit gifts:yes");
    await s.ask(queen, "admin grant member:ada amount:5");
    await s.ask(ada, "credits give @grace 5");
    expect(await knownAdmins(s.db, s.clock.now())).toEqual([
      { platform: PLACE.platform, workspace: PLACE.workspace, member: "queen" },
    ]);
    await s.clock.advance(31 * DAY_MS);
    await s.ask(root, "admin admins add:@ada");
    expect(await known()).toEqual(["ada", "root"]);
    await s.ask(root, "admin admins remove:@ada");
    expect(await known()).toEqual(["root"]);
  });
});
