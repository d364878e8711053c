import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";
import { lines, type Text } from "../../src/text/text.ts";

const words = sentences("command.admin.admins", {
  description: "Make someone a Reelay admin",
  add: "Who becomes a Reelay admin",
  remove: "Who no longer is one",
  did: "made {name} an admin",
  undid: "no longer has {name} as an admin",
  addedTitle: "{name} is an admin",
  added: "They can now do here what this chat's own admins can.",
  title: "Additional admins",
  none: "No additional admins. This chat's own admins are admins here.",
});

export default defineCommand({
  name: "admin admins",
  description: words.description,
  adminOnly: true,
  options: { add: member(words.add), remove: member(words.remove) },
  run: async ({ options: { add, remove }, policy }) => {
    oneAtATime({ add, remove });
    if (add !== undefined) {
      const { id, name } = await policy.person(add);
      await policy.change((now) => ({
        rules: { ...now, admins: [...new Set([...(now.admins ?? []), id])] },
        what: words.did({ name }),
        about: { id, name },
      }));
      return privately(words.addedTitle({ name }), words.added);
    }
    if (remove !== undefined) {
      // Who has left the workspace has no name there any more.
      const name = (await policy.standing()).names.get(remove) ?? remove;
      await policy.change((now) =>
        now.admins?.includes(remove)
          ? {
              rules: { ...now, admins: now.admins.filter((id) => id !== remove) },
              what: words.undid({ name }),
              about: { id: remove, name },
            }
          : undefined,
      );
    }
    const { policy: now, names } = await policy.standing();
    const named = now.admins.map((id) => names.get(id) ?? id);
    return privately<Text>(words.title, lines(...named) || words.none);
  },
});
