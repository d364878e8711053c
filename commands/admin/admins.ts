import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { privately } from "../../src/chat/contract/card.ts";

export default defineCommand({
  name: "admin admins",
  description: "Name members who are admins here though the chat doesn't say so",
  adminOnly: true,
  options: { add: member("Who becomes one"), remove: member("Who is none any more") },
  run: async ({ options: { add, remove }, policy }) => {
    oneAtATime({ add, remove });
    if (add !== undefined) {
      const { id, name } = await policy.person(add);
      await policy.change((now) => ({
        rules: { ...now, admins: [...new Set([...(now.admins ?? []), id])] },
        what: `made ${name} an admin`,
        about: { id, name },
      }));
      return privately(`${name} is an admin`, "They can do here what the chat's own admins can.");
    }
    if (remove !== undefined) {
      // Who has left the workspace has no name there any more.
      const name = (await policy.standing()).names.get(remove) ?? remove;
      await policy.change((now) =>
        now.admins?.includes(remove)
          ? {
              rules: { ...now, admins: now.admins.filter((id) => id !== remove) },
              what: `no longer names ${name} as an admin`,
              about: { id: remove, name },
            }
          : undefined,
      );
    }
    const { policy: now, names } = await policy.standing();
    const named = now.admins.map((id) => names.get(id) ?? id);
    return privately("Named admins", named.join("\n") || "Only whom the chat itself makes one.");
  },
});
