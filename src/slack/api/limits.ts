/**
 * What Slack takes, lengths in characters. The pages of each block, element and object under
 * docs.slack.dev/reference/block-kit, and of views under docs.slack.dev/reference/views.
 */
export const BLOCKS = {
  /** A header's text. */
  header: 150,
  /** A section's, a field's or a rich text's words. */
  text: 3_000,
  /** What a context says. */
  context: 2_000,
  /** A button's words, and a choice's. */
  label: 75,
  buttonValue: 2_000,
  choiceValue: 150,
  /** Choices that are suggested as one types. */
  suggested: 100,
  /** A field's name, and its hint. */
  fieldLabel: 2_000,
  placeholder: 150,
} as const;

/** A form, a notice or a member's page. */
export const VIEWS = {
  /** A form's title, and the words of its two buttons. */
  title: 24,
  blocks: 100,
  privateMetadata: 3_000,
} as const;

/** Sizes in bytes. */
export const FILES = {
  /** In one field of a form, of so many megabytes each: docs.slack.dev/reference/block-kit/block-elements/file-input-element. */
  inForm: 10,
  formMegabytes: 10,
  /** What a bot may upload: slack.com/help/articles/201330736. */
  upload: 1_000_000_000,
} as const;

/** docs.slack.dev/reference/app-manifest (slack-manifest-limits in docs/platforms.md). */
export const MANIFEST = {
  appName: 35,
  appDescription: 140,
  botName: 80,
  commands: 50,
  /** With its slash. */
  command: 32,
  description: 2_000,
  usageHint: 1_000,
  shortcuts: 10,
  shortcutName: 24,
  callbackId: 255,
  shortcutDescription: 150,
  scopes: 255,
  events: 100,
} as const;
