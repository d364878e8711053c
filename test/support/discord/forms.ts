import { refusals } from "./errors.ts";
import type { Choice, Component } from "./types.ts";
import { walk } from "./types.ts";

// What Discord has against choices and forms beyond what its specification can say. The slugs are rows of
// docs/platforms.md.

const KIND = { text: 4, label: 18, file: 19 } as const;
const MOST = { title: 45, label: 45, description: 100, placeholder: 100, text: 4_000, files: 10, customId: 100 };

/** discord-autocomplete. Throws Refusal. */
export function checkChoices(choices: readonly Choice[]): void {
  const wrong = choices.flatMap(({ name, value }) => {
    const named = name.length >= 1 && name.length <= 100;
    return named && String(value).length <= 100 ? [] : [`choices: “${name}” and its value take 1 to 100 characters`];
  });
  if (choices.length > 25) wrong.push(`choices: ${choices.length} of 25`);
  if (wrong.length > 0) throw refusals.badForm(wrong);
}

/** discord-modal and discord-file-upload. Throws Refusal. */
export function checkModal({
  title = "",
  custom_id = "",
  components,
}: {
  title?: string | undefined;
  custom_id?: string | undefined;
  components: readonly Component[];
}): void {
  const all = walk(components);
  const ids = all.flatMap((one) => one.custom_id ?? []);
  const wrong = all.flatMap(fieldErrors);
  if (title === "" || title.length > MOST.title) wrong.push(`title: ${title.length} of 1 to ${MOST.title} characters`);
  for (const id of [custom_id, ...ids]) {
    if (id === "" || id.length > MOST.customId) wrong.push(`custom_id: “${id}” has ${id.length} characters`);
  }
  if (new Set(ids).size < ids.length) wrong.push("components: a custom_id is there twice");
  if (components.length < 1 || components.length > 5) wrong.push(`components: ${components.length} of 1 to 5`);
  if (wrong.length > 0) throw refusals.badForm(wrong);
}

function fieldErrors(one: Component): string[] {
  const errors: string[] = [];
  const longer = (name: string, most: number) => {
    const said = String(one[name] ?? "");
    if (said.length > most) errors.push(`component ${one.type}: ${name} has ${said.length} of ${most} characters`);
  };
  if (one.type === KIND.label) {
    longer("label", MOST.label);
    longer("description", MOST.description);
  }
  longer("placeholder", MOST.placeholder);
  if (one.type === KIND.text) longer("value", MOST.text);
  const least = Number(one.min_values ?? 1);
  if (least === 0 && (one.required ?? true)) errors.push(`component ${one.type}: min_values 0 wants required: false`);
  if (one.type === KIND.file && (least > MOST.files || Number(one.max_values ?? 1) > MOST.files)) {
    errors.push(`component ${one.type}: more than ${MOST.files} files`);
  }
  if (one.disabled) errors.push(`component ${one.type}: nothing in a form can be greyed out`);
  return errors;
}
