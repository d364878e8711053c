import type { types } from "@slack/bolt";
import { BLOCKS, VIEWS } from "../api/limits.ts";
import { plain } from "../draw/escape.ts";
import type { Say } from "../draw/say.ts";
import { menuWords } from "./form.words.ts";

/** The page's own buttons, by their action. */
export const HOME_BUTTONS = { newVideo: "home:new", refresh: "home:refresh" } as const;

const DIVIDER: types.DividerBlock = { type: "divider" };

/** A member's page: its title with the page's own buttons, and under it the cards, each drawn for itself. */
export function homeView(
  title: readonly types.KnownBlock[],
  cards: readonly (readonly types.KnownBlock[])[],
  say: Say,
): types.HomeView {
  const all = [...title, buttons(say), ...cards.flatMap((card) => [DIVIDER, ...card])];
  return { type: "home", blocks: all.slice(0, VIEWS.blocks).map(withoutId) };
}

function buttons(say: Say): types.ActionsBlock {
  const button = (id: string, label: string): types.Button => {
    return { type: "button", action_id: id, text: plain(label, BLOCKS.label) };
  };
  return {
    type: "actions",
    elements: [
      { ...button(HOME_BUTTONS.newVideo, say(menuWords.newVideo)), style: "primary" },
      button(HOME_BUTTONS.refresh, say(menuWords.refresh)),
    ],
  };
}

/** Cards are drawn each for itself, so their blocks' names may be the same. */
function withoutId(block: types.KnownBlock): types.KnownBlock {
  const { block_id: _id, ...rest } = block;
  return rest as types.KnownBlock;
}
