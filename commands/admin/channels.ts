import { UserError } from "../../src/base/errors.ts";
import { plural } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { channel } from "../../src/chat/command/mentions.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { flag } from "../../src/chat/command/options.ts";
import { privately } from "../../src/chat/contract/card.ts";

export default defineCommand({
  name: "admin channels",
  description: "Set in which channels videos may be made",
  adminOnly: true,
  options: {
    add: channel("A channel where they may"),
    remove: channel("One where they no longer may"),
    all: flag("They may everywhere"),
  },
  run: async ({ options: { add, remove, all = false }, policy }) => {
    oneAtATime({ add, remove, all });
    if (add === undefined && remove === undefined && !all)
      return channelsCard((await policy.standing()).policy.channels);
    const { policy: changed } = await policy.change((now) => {
      if (all) return { rules: { ...now, channels: undefined }, what: "opened all channels" };
      const left = (now.channels ?? []).filter((id) => id !== add && id !== remove);
      if (add !== undefined) return { rules: { ...now, channels: [...left, add] }, what: `opened the channel ${add}` };
      if (now.channels === undefined)
        throw new UserError("All channels are open. Name first one that stays so, with add.", { option: "remove" });
      return { rules: { ...now, channels: left }, what: `closed the channel ${remove}` };
    });
    return channelsCard(changed.channels);
  },
});

function channelsCard(channels: readonly string[] | undefined) {
  if (channels === undefined) return privately("In all channels", "/admin channels add:#videos limits it to that one.");
  return privately(
    `In ${plural(channels.length, "channel")}`,
    channels.join("\n") || "Nobody can make videos anywhere.",
  );
}
