// What Discord takes, each once; texts in characters.

/** https://discord.com/developers/docs/interactions/application-commands: what is registered of a command. */
export const COMMANDS = { description: 100, menuName: 32 } as const;

/** https://discord.com/developers/docs/interactions/receiving-and-responding: choices while somebody types. */
export const CHOICES = { most: 25, text: 100 } as const;

/** https://discord.com/developers/docs/components/reference: a modal, its fields and what a field holds. */
export const MODAL = {
  fields: 5,
  title: 45,
  label: 45,
  hint: 100,
  placeholder: 100,
  text: 4_000,
  files: 10,
  choices: 25,
} as const;

/** The same page: all text of a message, its buttons, and what a button is called by. */
export const MESSAGE = { text: 4_000, customId: 100, buttonLabel: 80, buttonsInRow: 5 } as const;
