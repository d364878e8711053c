import { UserError } from "../../src/base/errors.ts";
import { clip, shortName, shownName } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, text, typedAlso } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { worth } from "../../src/credits/units.ts";
import type { Proposal } from "../../src/elements/service.ts";
import { PICTURE_HINT } from "../../src/models/parts/pictures.ts";
import { voices } from "../../src/models/shared/voices.ts";
import { quoted, roughly } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import { anyOf, paragraphs, spaced, type Text } from "../../src/text/text.ts";
import { sayFiles } from "./character-words.ts";

const voiceNames = voices.map(({ name }) => name);

/** The longest name and description that the model takes, in characters. */
const LONGEST_NAME = 20;
const LONGEST_DESCRIPTION = 100;

const words = sentences("command.element.create", {
  description: "Make a character that any prompt can name, from pictures or a short video",
  name: "Up to {most, number} letters, digits, spaces, - and _; prompts write it in one word, as @CaptainAda",
  about: "Who or what it is, up to {most, number} characters",
  image: "From the front, a human face clearly visible: {limits}",
  reference: "Another view, the face clearly visible too",
  video: "A video instead of pictures: up to 8 s, 720–2160 pixels wide, one person's face clearly visible",
  voice: "A voice for a character made from a video: a name or an id",
  menu: "Make a character",
  both: "Leave out the pictures or the video: a character is made from up to 4 pictures, or from one video.",
  noVoice: "Write {names}, or give a voice's id: there's no voice called {said}.",
  title: "Are you allowed to use this likeness for {name}?",
  cost: "{name} is made from {files}. It costs {price} and takes {wait}.",
  inOneWord: "Prompts write it in one word: @{short}.",
  approval: "An admin has to approve it first.",
  consent:
    "If it shows a real person, you need their consent; if someone drew it, you need theirs. Press the button only if you have it: everyone here can then put this character into videos.",
  until: "Nothing is held until you do. The button works for an hour.",
  yes: "Yes, I may use this likeness",
});

export default defineCommand({
  name: "element create",
  description: words.description,
  onMessage: {
    id: "element",
    name: words.menu,
    image: { command: "element create", option: "image" },
    video: { command: "element create", option: "video" },
  },
  options: {
    name: text(words.name({ most: LONGEST_NAME }), { maxLength: LONGEST_NAME }),
    description: text(words.about({ most: LONGEST_DESCRIPTION }), { rest: true, maxLength: LONGEST_DESCRIPTION }),
    image: attachment(words.image({ limits: PICTURE_HINT }), { accept: "image" }),
    reference1: typedAlso(attachment(words.reference, { accept: "image" }), "references"),
    reference2: attachment(words.reference, { accept: "image" }),
    reference3: attachment(words.reference, { accept: "image" }),
    video: attachment(words.video, { accept: "video" }),
    voice: text(words.voice, { completes: voiceNames }),
  },
  run: async ({ options: { name = "", voice, reference1, reference2, reference3, ...rest }, cast }) => {
    const references = [reference1, reference2, reference3].filter((one) => one !== undefined);
    // A fifth picture lands in the video's place, so this is said before anybody looks into the files.
    if (rest.video && (rest.image || references.length > 0)) throw new UserError(words.both, { option: "video" });
    return likenessCard(
      await cast.propose({
        name,
        ...rest,
        ...(references.length > 0 ? { references } : {}),
        ...(voice === undefined ? {} : { voice: readVoice(voice) }),
      }),
    );
  },
});

/** A known voice by its name, else an id; ids have digits, so that half a name isn't taken for one. */
function readVoice(typed: string): string {
  if (/\d/.test(typed) || voiceNames.some((name) => name === typed.toLowerCase())) return typed;
  const names = anyOf(voiceNames.map((name) => `voice:"${name}"`));
  throw new UserError(words.noVoice({ names, said: quoted(clip(typed)) }), { option: "voice" });
}

function likenessCard({ token, subject, price, seconds, needsApproval }: Proposal): Card<Text> {
  const { kind, files } = subject;
  const [name, short] = [shownName(subject.name), shortName(subject.name)];
  const from = sayFiles({ kind, files: files.length });
  const cost = words.cost({ name, files: from, price: worth(price), wait: roughly(seconds) });
  return privately<Text>(
    words.title({ name }),
    paragraphs(
      spaced(cost, subject.name !== short && words.inOneWord({ short }), needsApproval && words.approval),
      words.consent,
      words.until,
    ),
    { buttons: [{ label: words.yes, does: "run", line: `element confirm token:${token}`, tone: "primary" }] },
  );
}
