import { type APIInteraction, ApplicationCommandType, ComponentType, InteractionType } from "discord.js";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { lackingOf } from "../../src/chat/form/lacking.ts";
import { isDeferred, outlinesOf } from "../../src/discord/gateway/deferral.ts";

// As it is in the thread, to which nothing but data can be given.
const outlines = structuredClone(outlinesOf(commands));

function slash(name: string, options: readonly { name: string; type: number; value: string }[] = []): APIInteraction {
  const [group = "", word] = name.split(" ");
  const given = word === undefined ? options : [{ name: word, type: 1, options }];
  const data = { type: ApplicationCommandType.ChatInput, id: "1", name: group, options: given };
  return { type: InteractionType.ApplicationCommand, data } as unknown as APIInteraction;
}

describe("what is answered by “thinking…” at once", () => {
  it("is every command but those that open a form", () => {
    for (const command of commands) {
      expect(isDeferred(slash(command.name), outlines), command.name).toBe(!lackingOf(command.options, {}));
    }
    for (const bare of ["help", "admin budget"]) expect(isDeferred(slash(bare), outlines), bare).toBe(true);
    expect(isDeferred(slash("video"), outlines)).toBe(false);
    expect(isDeferred(slash("video", [{ name: "prompt", type: 3, value: "a boat" }]), outlines)).toBe(true);
    expect(isDeferred(slash("of another version"), outlines)).toBe(true);
  });

  it("is a button that runs, and a form that was sent, and neither a button that opens one nor a completion", () => {
    const press = (custom_id: string) =>
      ({
        type: InteractionType.MessageComponent,
        data: { component_type: ComponentType.Button, custom_id },
      }) as unknown as APIInteraction;
    expect(isDeferred(press("r:jobs again:g_1"), outlines)).toBe(true);
    expect(isDeferred(press("e:video a boat"), outlines)).toBe(false);
    expect(isDeferred({ type: InteractionType.ModalSubmit } as APIInteraction, outlines)).toBe(true);
    const typing = { ...slash("jobs"), type: InteractionType.ApplicationCommandAutocomplete } as APIInteraction;
    expect(isDeferred(typing, outlines)).toBe(false);
  });
});
