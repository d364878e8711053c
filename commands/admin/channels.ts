import { UserError } from "../../src/base/errors.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { channel } from "../../src/chat/command/mentions.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { flag } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";
import { lines, type Text } from "../../src/text/text.ts";

const words = sentences("command.admin.channels", {
  description: "Choose the channels in which videos can be made",
  add: "A channel in which they can",
  remove: "A channel in which they no longer can",
  all: "They can be made in every channel",
  openedAll: "opened all channels",
  opened: "opened the channel {channel}",
  closed: "closed the channel {channel}",
  allOpen: "Name a channel that stays open first, with add: all channels are open.",
  everywhereTitle: "In all channels",
  everywhere: "/admin channels add:#videos limits videos to that one.",
  title: "In {channels, plural, one {# channel} other {# channels}}",
  nowhere: "Videos are off in every channel.",
});

export default defineCommand({
  name: "admin channels",
  description: words.description,
  adminOnly: true,
  options: { add: channel(words.add), remove: channel(words.remove), all: flag(words.all) },
  run: async ({ options: { add, remove, all = false }, policy }) => {
    oneAtATime({ add, remove, all });
    if (add === undefined && remove === undefined && !all) {
      return channelsCard((await policy.standing()).policy.channels);
    }
    const { policy: changed } = await policy.change((now) => {
      if (all) return { rules: { ...now, channels: undefined }, what: words.openedAll };
      const left = (now.channels ?? []).filter((id) => id !== add && id !== remove);
      if (add !== undefined) {
        return { rules: { ...now, channels: [...left, add] }, what: words.opened({ channel: add }) };
      }
      if (now.channels === undefined) throw new UserError(words.allOpen, { option: "remove" });
      return { rules: { ...now, channels: left }, what: words.closed({ channel: remove ?? "" }) };
    });
    return channelsCard(changed.channels);
  },
});

function channelsCard(channels: readonly string[] | undefined): Card<Text> {
  if (channels === undefined) return privately(words.everywhereTitle, words.everywhere);
  return privately<Text>(words.title({ channels: channels.length }), lines(...channels) || words.nowhere);
}
