import { expect, it } from "vitest";
import gallery from "../../commands/look/gallery.ts";
import share from "../../commands/look/share.ts";
import { createLog } from "../../src/base/log.ts";
import type { Services } from "../../src/chat/command/services.ts";
import type { Actor } from "../../src/chat/contract/invocation.ts";
import { createDispatch } from "../../src/chat/serve/dispatch.ts";
import { ada, bob, idIn, root, sharing } from "./stage.ts";

/** The chat, as far as sharing goes: what is typed, and the card that answers. */
async function chat() {
  const stage = await sharing();
  const dispatch = createDispatch({
    commands: [share, gallery],
    services: ({ actor }) => ({ shares: stage.as(actor) }) as unknown as Omit<Services, "commands">,
    owed: async () => [],
    log: createLog("silent"),
  });
  const type = async (actor: Actor, line: string) => {
    const [command = "", ...words] = line.split(" ");
    const place = { platform: "playground", workspace: "w", channel: "general" } as const;
    const typed = { line: words.join(" ") };
    const [card] = await dispatch.run({ sourceId: "1", command, typed, actor, place, locale: "en" });
    return card;
  };
  return { ...stage, type };
}

const linkIn = (text = "") => /https:\/\/\S+/.exec(text)?.[0] ?? "";

it("gives the link to the member alone, with the prompt to show and a way back", async () => {
  const { type, job, shares } = await chat();
  const { id } = await job();
  const card = await type(ada, `share job:${id}`);
  expect(card).toMatchObject({ audience: "member", title: "Shared" });
  expect(card?.text).toContain("doesn't show the prompt");
  expect(card?.buttons?.map(({ label }) => label)).toEqual(["Show the prompt", "Unshare"]);

  const shown = await type(ada, card?.buttons?.[0]?.line ?? "");
  expect(linkIn(shown?.text)).toBe(linkIn(card?.text));
  expect(shown?.text).toContain("shows the prompt, too");
  expect(shown?.buttons?.[0]?.label).toBe("Hide the prompt");
  expect((await type(ada, shown?.buttons?.[0]?.line ?? ""))?.text).toContain("doesn't show the prompt");

  expect((await type(ada, card?.buttons?.[1]?.line ?? ""))?.title).toBe("No longer shared");
  expect(await shares.find(idIn(linkIn(card?.text)))).toBe("gone");
  expect((await type(ada, `share job:${id} end:yes`))?.title).toBe("Not shared");
});

it("has buttons that every chat can hold", async () => {
  const { type, job } = await chat();
  for (const { line } of (await type(ada, `share ${(await job()).id}`))?.buttons ?? []) {
    expect(line.length).toBeLessThanOrEqual(90);
  }
});

it("offers an admin no way to show another's words", async () => {
  const { type, job } = await chat();
  const card = await type(root, `share job:${(await job()).id}`);
  expect(card?.buttons?.map(({ label }) => label)).toEqual(["Unshare"]);
});

it("refuses another member and a missing id in a sentence", async () => {
  const { type, job } = await chat();
  expect((await type(bob, `share job:${(await job()).id}`))?.text).toContain("That's Ada's video");
  expect((await type(ada, "share"))?.text).toContain("Which video?");
  expect((await type(ada, "share job:../../etc/passwd"))?.text).toContain("There's no such job.");
});

it("gives the gallery's link to whoever asks, and says how much is in it", async () => {
  const { type, job } = await chat();
  expect((await type(bob, "gallery"))?.text).toMatch(/^Nothing is shared yet/);
  await type(ada, `share job:${(await job()).id}`);
  const card = await type(bob, "gallery");
  expect(card?.audience).toBe("member");
  expect(card?.text).toMatch(/^It has 1 shared video\. The link works for a day/);
  expect(linkIn(card?.text)).toContain("/gallery/");
});
