import { problemsOfView, withIds } from "./blocks.ts";
import { type Answer, type Api, type MethodCode, needed, Refusal, text } from "./call.ts";
import { isJson } from "./rules.ts";
import { fieldsOf, keptState } from "./state.ts";
import type { Json, Team, View } from "./types.ts";
import type { World } from "./world.ts";

/** The size of a view as it is sent, in bytes: slack-view-limits, as what follows. */
const MOST_VIEW = 250_000;
/** Forms on top of each other. */
const MOST_STACKED = 3;

function checked(world: World, view: unknown, where: string): Json {
  if (!isJson(view)) throw new Refusal("invalid_arguments");
  const problems = problemsOfView(view);
  const large = Buffer.byteLength(JSON.stringify(view)) > MOST_VIEW;
  world.violations.push(...problems.map((problem) => `${where}: ${problem}`));
  if (large) {
    world.violations.push(`${where}: a view of more than ${MOST_VIEW} bytes`);
    throw new Refusal("view_too_large");
  }
  if (problems.length > 0) {
    throw new Refusal("invalid_arguments", {
      response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
    });
  }
  return view;
}

function unique(api: Api, content: Json, own?: View): void {
  const id = content.external_id;
  if (typeof id !== "string" || id === "") return;
  const others = [...api.world.views.values()].filter((one) => one.open && one !== own && one.team === api.team.id);
  if (others.some((one) => one.content.external_id === id)) throw new Refusal("duplicate_external_id");
}

/** Shows a new view to the member. */
export function addView(
  world: World,
  team: Team,
  user: string,
  content: Json,
  from: { triggerId?: string; previous?: string },
): View {
  const view: View = {
    ...{ id: world.id("V"), team: team.id, user, type: content.type === "home" ? "home" : "modal" },
    ...{ content, blocks: [], hash: "", state: {}, errors: {}, triggerId: from.triggerId, previous: from.previous },
    ...{ open: true, updates: -1, unsaved: false },
  };
  world.views.set(view.id, view);
  fill(world, view, content);
  return view;
}

/** Puts other content into a view. What the member entered stays where the block's and the action's ids are the same: slack-modal-state. */
export function fill(world: World, view: View, content: Json): void {
  view.content = content;
  const before = view.blocks;
  view.blocks = withIds(content.blocks as Json[], () => world.id("b"));
  view.unsaved ||= renamed(before, view.blocks);
  view.state = keptState(view.blocks, view.state);
  view.hash = `${Math.floor(world.now() / 1_000)}.${world.id("h")}`;
  view.errors = {};
  view.updates += 1;
  world.changed();
}

export function viewJson(world: World, view: View): Json {
  const { content } = view;
  const team = world.teams.get(view.team);
  return {
    ...{ id: view.id, team_id: view.team, type: view.type, blocks: view.blocks, hash: view.hash },
    ...{ private_metadata: content.private_metadata ?? "", callback_id: content.callback_id ?? "" },
    ...{ external_id: content.external_id ?? "", state: { values: view.state } },
    ...{ title: content.title ?? { type: "plain_text", text: "Home", emoji: true } },
    ...{ clear_on_close: content.clear_on_close ?? false, notify_on_close: content.notify_on_close ?? false },
    ...{ close: content.close ?? null, submit: content.submit ?? null, previous_view_id: view.previous ?? null },
    ...{ root_view_id: rootOf(world, view), app_id: world.appId, bot_id: team?.botId },
    app_installed_team_id: view.team,
  };
}

/** Whether an input's action has another name in the same block, which Slack's client takes for a change. */
function renamed(before: readonly Json[], after: readonly Json[]): boolean {
  const fields = new Map(fieldsOf(before).map(({ block, element }) => [block.block_id, element.action_id]));
  return fieldsOf(after).some(({ block, element }) => {
    const was = fields.get(block.block_id);
    return block.type === "input" && was !== undefined && was !== element.action_id;
  });
}

function rootOf(world: World, view: View): string {
  const below = world.views.get(view.previous ?? "");
  return below ? rootOf(world, below) : view.id;
}

/** slack-trigger */
function useTrigger(api: Api, args: Json): { user: string; triggerId: string } {
  const triggerId = needed(args, "trigger_id");
  const trigger = api.world.triggers.get(triggerId);
  if (trigger?.team !== api.team.id) throw new Refusal("invalid_trigger_id");
  if (trigger.used) throw new Refusal("exchanged_trigger_id");
  if (api.world.now() > trigger.until) throw new Refusal("expired_trigger_id");
  trigger.used = true;
  return { user: trigger.user, triggerId };
}

function open(api: Api, args: Json): Answer {
  const content = modal(api, args, "views.open");
  const from = useTrigger(api, args);
  return { view: viewJson(api.world, addView(api.world, api.team, from.user, content, from)) };
}

function push(api: Api, args: Json): Answer {
  const content = modal(api, args, "views.push");
  const from = useTrigger(api, args);
  const stack = openViews(api.world, from.user);
  if (stack.length >= MOST_STACKED) throw new Refusal("push_limit_reached");
  const previous = stack.at(-1);
  if (!previous) throw new Refusal("not_found");
  const view = addView(api.world, api.team, from.user, content, { ...from, previous: previous.id });
  return { view: viewJson(api.world, view) };
}

function modal(api: Api, args: Json, where: string): Json {
  const content = checked(api.world, args.view, where);
  if (content.type !== "modal") throw new Refusal("invalid_arguments");
  unique(api, content);
  mayTakeFiles(api, content);
  return content;
}

/** A form with a file field is for an app that may read files: slack-file-input. */
function mayTakeFiles(api: Api, { blocks }: Json): void {
  const takes = (blocks as Json[]).some(({ element }) => isJson(element) && element.type === "file_input");
  if (takes && !api.may("files:read")) throw new Refusal("missing_scope", { needed: "files:read" });
}

function update(api: Api, args: Json): Answer {
  const content = checked(api.world, args.view, "views.update");
  const id = text(args, "view_id");
  const external = text(args, "external_id");
  const view = [...api.world.views.values()].find(
    (one) => one.open && (one.id === id || (external !== "" && one.content.external_id === external)),
  );
  if (view?.team !== api.team.id || view.type !== content.type) throw new Refusal("not_found");
  sameHash(args, view);
  unique(api, content, view);
  mayTakeFiles(api, content);
  fill(api.world, view, content);
  return { view: viewJson(api.world, view) };
}

function publish(api: Api, args: Json): Answer {
  const content = checked(api.world, args.view, "views.publish");
  const user = needed(args, "user_id");
  if (content.type !== "home") throw new Refusal("invalid_arguments");
  if (api.world.members.get(user)?.team !== api.team.id) throw new Refusal("user_not_found");
  const there = homeOf(api.world, user);
  if (there) sameHash(args, there);
  if (there) fill(api.world, there, content);
  const view = there ?? addView(api.world, api.team, user, content, {});
  return { view: viewJson(api.world, view) };
}

/** slack-view-hash */
function sameHash(args: Json, view: View): void {
  const hash = text(args, "hash");
  if (hash !== "" && hash !== view.hash) throw new Refusal("hash_conflict");
}

export function openViews(world: World, user: string): View[] {
  return [...world.views.values()].filter((one) => one.open && one.type === "modal" && one.user === user);
}

export function homeOf(world: World, user: string): View | undefined {
  return [...world.views.values()].find((one) => one.type === "home" && one.user === user);
}

export const viewsApi = {
  "views.open": open,
  "views.push": push,
  "views.update": update,
  "views.publish": publish,
} as const satisfies Record<string, MethodCode>;

/** Does what an acknowledged form's answer says: slack-modal-answer. */
export function answerForm(world: World, view: View, body: unknown): void {
  const action = isJson(body) ? body : {};
  const team = world.teams.get(view.team);
  view.errors = {};
  const violation = (said: string) => world.violations.push(`the answer to view_submission: ${said}`);
  if (action.response_action === undefined) {
    if (isJson(body) && Object.keys(body).length > 0) violation(`not understood: ${JSON.stringify(body)}`);
    view.open = false;
  } else if (action.response_action === "clear") {
    for (const one of openViews(world, view.user)) one.open = false;
  } else if (action.response_action === "errors" && isJson(action.errors)) {
    const inputs = new Set(view.blocks.filter(({ type }) => type === "input").map(({ block_id: id }) => id));
    for (const [block, said] of Object.entries(action.errors)) {
      if (!inputs.has(block)) violation(`an error at ${block}, which is no input block`);
      if (typeof said !== "string" || said === "") violation(`an error at ${block} without words`);
      view.errors[block] = String(said);
    }
    if (Object.keys(view.errors).length === 0) violation("errors without any");
  } else if (action.response_action === "update" || action.response_action === "push") {
    try {
      const content = checked(world, action.view, `response_action ${action.response_action}`);
      if (action.response_action === "update") fill(world, view, content);
      else if (team) addView(world, team, view.user, content, { previous: view.id });
    } catch (error) {
      // The form then stays as it is; the violations say why.
      if (!(error instanceof Refusal)) throw error;
    }
  } else {
    violation(`not understood: ${JSON.stringify(body)}`);
  }
}
