import {
  anything,
  boolean,
  exclusive,
  isJson,
  kinds,
  list,
  number,
  oneOf,
  type Rule,
  type Say,
  shape,
  string,
} from "./rules.ts";
import type { Json } from "./types.ts";

export type Surface = "message" | "modal" | "home";

const is = oneOf;

export function plain(most: number): Rule {
  return shape({ "type!": is("plain_text"), "text!": string(most), emoji: boolean });
}

function marked(most: number): Rule {
  return shape({ "type!": is("mrkdwn"), "text!": string(most), verbatim: boolean });
}

function text(most: number): Rule {
  return kinds({ plain_text: plain(most), mrkdwn: marked(most) });
}

const confirm = shape({
  "title!": plain(100),
  "text!": text(300),
  "confirm!": plain(30),
  "deny!": plain(30),
  style: oneOf("primary", "danger"),
});

export function option(words: Rule = plain(75)): Rule {
  return shape({ "text!": words, "value!": string(150), description: text(75), url: string(3_000) });
}

const optionGroup = shape({ "label!": plain(75), "options!": list(100, option()) });

const common = { "type!": anything, action_id: string(255), confirm, focus_on_load: boolean };
const placeholder = plain(150);
const styles = oneOf("primary", "danger");

/** What Slack says of a choice that stands there at the start: it must be among those offered. */
function amongOptions(rule: Rule): Rule {
  return (value, at, say) => {
    rule(value, at, say);
    if (!isJson(value)) return;
    const offered = optionsOf(value).map((one) => JSON.stringify(one));
    const starts = [value.initial_option, value.initial_options].flat().filter((one) => one !== undefined);
    if (offered.length === 0) return;
    for (const one of starts) {
      if (!offered.includes(JSON.stringify(one))) say(at, "an initial option is not among the options");
    }
  };
}

export function optionsOf(element: Json): Json[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  return [element.options, ...groups.map((group) => (isJson(group) ? group.options : []))].flat().filter(isJson);
}

const options = list(100, option());
const optionGroups = list(100, optionGroup);
const many = { max_selected_items: number(1, 100), initial_options: options, placeholder };

const button = shape({
  ...{ "type!": anything, action_id: string(255), confirm, style: styles },
  ...{ "text!": plain(75), url: string(3_000), value: string(2_000), accessibility_label: string(75) },
});
const staticSelect = exclusive(
  amongOptions(shape({ ...common, placeholder, options, option_groups: optionGroups, initial_option: option() })),
  "options",
  "option_groups",
);
const selects = {
  static_select: staticSelect,
  multi_static_select: exclusive(
    amongOptions(shape({ ...common, ...many, options, option_groups: optionGroups })),
    "options",
    "option_groups",
  ),
  external_select: shape({ ...common, placeholder, initial_option: option(), min_query_length: number(0, 100) }),
  multi_external_select: shape({ ...common, ...many, min_query_length: number(0, 100) }),
  users_select: shape({ ...common, placeholder, initial_user: string(255) }),
  channels_select: shape({ ...common, placeholder, initial_channel: string(255), response_url_enabled: boolean }),
  conversations_select: shape({
    ...{ ...common, placeholder, initial_conversation: string(255), default_to_current_conversation: boolean },
    ...{ response_url_enabled: boolean, filter: anything },
  }),
  radio_buttons: amongOptions(
    shape({ ...common, "options!": list(10, option(text(75))), initial_option: option(text(75)) }),
  ),
  checkboxes: amongOptions(
    shape({ ...common, "options!": list(10, option(text(75))), initial_options: list(10, option(text(75))) }),
  ),
  datepicker: shape({ ...common, placeholder, initial_date: string(10) }),
  timepicker: shape({ ...common, placeholder, initial_time: string(5), timezone: string(100) }),
};
const overflow = shape({ "type!": anything, action_id: string(255), confirm, "options!": list(5, option()) });
const imageSource = { alt_text: string(2_000), image_url: string(3_000), slack_file: anything };
const imageElement = exclusive(shape({ "type!": anything, ...imageSource }), "image_url", "slack_file");

const field = { "type!": anything, action_id: string(255), focus_on_load: boolean, placeholder };
const dispatching = { dispatch_action_config: anything };

const plainTextInput: Rule = (value, at, say) => {
  shape({
    ...{ ...field, ...dispatching, multiline: boolean, initial_value: string(3_000, 0) },
    ...{ min_length: number(0, 3_000), max_length: number(1, 3_000) },
  })(value, at, say);
  if (!isJson(value) || typeof value.initial_value !== "string") return;
  const { length } = value.initial_value;
  if (typeof value.max_length === "number" && length > value.max_length) say(at, "initial_value exceeds max_length");
};

const numberText: Rule = (value, at, say) => {
  if (typeof value !== "string" || !/^-?\d+(\.\d+)?$/.test(value)) say(at, "must be a number as a string");
};

const inputElements = (surface: Surface): Readonly<Record<string, Rule>> => ({
  ...selects,
  plain_text_input: plainTextInput,
  rich_text_input: shape({ ...field, ...dispatching, initial_value: anything }),
  email_text_input: shape({ ...field, ...dispatching, initial_value: string(3_000, 0) }),
  url_text_input: shape({ ...field, ...dispatching, initial_value: string(3_000, 0) }),
  number_input: shape({
    ...{ ...field, ...dispatching, "is_decimal_allowed!": boolean },
    ...{ initial_value: numberText, min_value: numberText, max_value: numberText },
  }),
  ...(surface === "modal"
    ? {
        file_input: shape({
          "type!": anything,
          action_id: string(255),
          filetypes: list(100, string(20)),
          max_files: number(1, 10),
        }),
      }
    : {}),
});

const richText = list(
  1_000,
  shape({
    "type!": oneOf("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"),
    "elements!": list(1_000, anything, 0),
    style: anything,
    ...{ indent: number(0, 8), offset: number(0, 10_000), border: number(0, 1), language: string(100) },
  }),
  0,
);

function blockRules(surface: Surface): Readonly<Record<string, Rule>> {
  const block = { "type!": anything, block_id: string(255) };
  const section: Rule = (value, at, say) => {
    shape({
      ...{ ...block, text: text(3_000), fields: list(10, text(2_000)), expand: boolean },
      accessory: kinds({ ...selects, button, overflow, image: imageElement }),
    })(value, at, say);
    if (isJson(value) && value.text === undefined && value.fields === undefined) say(at, "needs text or fields");
  };
  return {
    section,
    header: shape({ ...block, "text!": plain(150) }),
    divider: shape(block),
    context: shape({
      ...block,
      "elements!": list(10, kinds({ plain_text: plain(3_000), mrkdwn: marked(3_000), image: imageElement })),
    }),
    actions: shape({ ...block, "elements!": list(25, kinds({ ...selects, button, overflow })) }),
    image: exclusive(
      shape({ ...block, ...imageSource, "alt_text!": string(2_000), title: plain(2_000) }),
      "image_url",
      "slack_file",
    ),
    input: shape({
      ...{ ...block, "label!": plain(2_000), hint: plain(2_000), optional: boolean, dispatch_action: boolean },
      "element!": kinds(inputElements(surface)),
    }),
    rich_text: shape({ ...block, "elements!": richText }),
    ...(surface === "message" ? { markdown: shape({ ...block, "text!": string(12_000) }) } : {}),
  };
}

const RULES = {
  message: blockRules("message"),
  modal: blockRules("modal"),
  home: blockRules("home"),
} as const satisfies Record<Surface, Readonly<Record<string, Rule>>>;

/** Blocks in a message, and in a view: Slack's reference of Block Kit. */
const MOST_BLOCKS = { message: 50, modal: 100, home: 100 } as const satisfies Record<Surface, number>;

/** Each thing that Slack would refuse in these blocks. */
export function problemsOfBlocks(blocks: unknown, surface: Surface, at = "/blocks"): string[] {
  const problems: string[] = [];
  const say: Say = (where, problem) => problems.push(`${problem} [json-pointer:${where}]`);
  list(MOST_BLOCKS[surface], kinds(RULES[surface]), 0)(blocks, at, say);
  if (!Array.isArray(blocks)) return problems;
  const ids = blocks.flatMap((block) => (isJson(block) && typeof block.block_id === "string" ? [block.block_id] : []));
  for (const id of repeated(ids)) say(at, `block_id is there twice: ${id}`);
  blocks.filter(isJson).forEach((block, index) => {
    const actions = elementsOf(block).flatMap(({ action_id: id }) => (typeof id === "string" ? [id] : []));
    for (const id of repeated(actions)) say(`${at}/${index}`, `action_id is there twice: ${id}`);
  });
  return problems;
}

/** The interactive elements of a block, wherever it has them. */
export function elementsOf(block: Json): Json[] {
  if (block.type !== "actions" && block.type !== "section" && block.type !== "input") return [];
  return [block.elements, block.accessory, block.element].flat().filter(isJson);
}

/** Each problem of a modal or a home tab besides its size. */
export function problemsOfView(view: Json): string[] {
  const problems: string[] = [];
  const say: Say = (where, problem) => problems.push(`${problem} [json-pointer:${where}]`);
  const all = {
    ...{ "type!": anything, "blocks!": anything, private_metadata: string(3_000, 0) },
    ...{ callback_id: string(255, 0), external_id: string(255, 0) },
  };
  kinds({
    home: shape(all),
    modal: shape({
      ...{ ...all, "title!": plain(24), close: plain(24), submit: plain(24) },
      ...{ clear_on_close: boolean, notify_on_close: boolean, submit_disabled: boolean },
    }),
  })(view, "/view", say);
  const surface = view.type === "home" ? "home" : "modal";
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  if (surface === "modal" && view.submit === undefined && blocks.some((one) => isJson(one) && one.type === "input")) {
    say("/view", "needs submit, since there is an input block");
  }
  return [...problems, ...problemsOfBlocks(view.blocks, surface, "/view/blocks")];
}

/** A copy with the block and action ids that Slack gives where the app gave none. */
export function withIds(blocks: readonly Json[], id: () => string): Json[] {
  const copies = structuredClone(blocks) as Json[];
  for (const block of copies) {
    block.block_id ??= id();
    for (const element of elementsOf(block)) if (element.type !== "image") element.action_id ??= id();
  }
  return copies;
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
