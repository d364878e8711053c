import { describe, expect, it } from "vitest";
import { createCast } from "../../src/elements/cast.ts";
import { begin } from "../../src/generations/request/begin.ts";
import { prepareToAsk } from "../../src/generations/request/request.ts";
import { ada, root, type Stage, stage } from "../policy/stage.ts";
import { STORE_KINDS } from "../support/stores.ts";

const GONE = "@Mae is no longer in the cast";
const ASKED = "video @Mae waves model:kling-o3 duration:5";

/** A character that is ready, made by grace. */
async function addMae(s: Stage, elementId = "800000000000000001"): Promise<void> {
  const { db, clock } = s;
  const cast = createCast({ db, clock });
  const subject = { name: "Mae", description: "a sailor", kind: "images" as const, picture: undefined, files: [] };
  const id = `e_${elementId}`;
  await db.transaction().execute(async (tx) => {
    await cast.add(tx, {
      id,
      workspace: "w",
      subject,
      maker: { id: "grace", name: "Grace" },
      start: { generation: id },
    });
    await cast.finish(tx, id, elementId, clock.now());
  });
}

describe.each(STORE_KINDS)("a character that is no longer in the cast, on %s", (kind) => {
  it("is refused by Again, by a price that was shown, and by a request that waited for an admin", async () => {
    await using s = await stage(kind);
    await addMae(s);
    await s.say(ada, ASKED);
    const [job] = await s.jobs();
    await s.end(job?.id ?? "", "paid");
    await s.rules({ askAbove: 1 as never });
    const price = await s.ask(ada, ASKED);
    await s.rules({ askAbove: undefined as never, approveAbove: 1 as never });
    const waits = await s.ask(ada, ASKED);
    await createCast(s).remove("w", "Mae");

    expect((await s.ask(ada, `jobs again:${job?.id}`)).text).toContain(GONE);
    expect((await s.press(ada, price, /^Make it/))?.text).toContain(GONE);
    expect((await s.press(root, waits, "Approve"))?.text).toContain(GONE);
    expect(await s.jobs()).toHaveLength(1);
    await s.check();
  });

  it("isn't taken for another of the same name", async () => {
    await using s = await stage(kind);
    await addMae(s);
    await s.say(ada, ASKED);
    const [job] = await s.jobs();
    await createCast(s).remove("w", "Mae");
    await addMae(s, "800000000000000002");
    expect((await s.ask(ada, `jobs again:${job?.id}`)).text).toContain("@Mae has been made again since then.");
  });

  it("is known under the locks too, should it go after the request was judged", async () => {
    await using s = await stage(kind);
    await addMae(s);
    const { clock } = s;
    const asked = { actor: ada, place: { platform: "playground", workspace: "w", channel: "general" } } as const;
    const elements = [{ id: "800000000000000001", name: "Mae", kind: "images" as const }];
    const draft = { prompt: "<<<element_1>>> waves", elements };
    const whole = { ...asked, model: "kling-o3-text-to-video", draft, sourceId: "s", line: "video" };
    const prepared = await prepareToAsk(s.deps, whole);
    await createCast({ db: s.db, clock }).remove("w", "Mae");
    await expect(begin(s.deps, whole, prepared)).rejects.toThrow(GONE);
    expect(await s.jobs()).toEqual([]);
  });
});
