import { UserError } from "../../src/base/errors.ts";
import { orList, quote } from "../../src/base/words.ts";
import { sayWait } from "../../src/chat/cards/say.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, text } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import type { Proposal } from "../../src/elements/service.ts";
import { PICTURE_HINT } from "../../src/models/parts/pictures.ts";
import { voices } from "../../src/models/shared/voices.ts";
import { inEnglish } from "../../src/text/render.ts";
import { sayFiles } from "./character-words.ts";

const voiceNames = voices.map(({ name }) => name);

export default defineCommand({
  name: "element create",
  description: "Make a character that any prompt can name, from pictures or a short video",
  onMessage: {
    id: "element",
    name: "Make an element",
    image: { command: "element create", option: "image" },
    video: { command: "element create", option: "video" },
  },
  options: {
    name: text("How prompts call it, up to 20 letters, digits, - and _", { maxLength: 20 }),
    description: text("Who or what it is, up to 100 characters", { rest: true, maxLength: 100 }),
    image: attachment(`The character from the front: ${inEnglish(PICTURE_HINT)}`, { accept: "image" }),
    reference1: attachment("Another view", { accept: "image" }),
    reference2: attachment("Another view", { accept: "image" }),
    reference3: attachment("Another view", { accept: "image" }),
    video: attachment("A video in place of pictures: up to 8 s, one clear face", { accept: "video" }),
    voice: text("The voice of one made from a video: a name or an id", { completes: voiceNames }),
  },
  run: async ({ options: { name = "", voice, reference1, reference2, reference3, ...rest }, cast }) => {
    const references = [reference1, reference2, reference3].filter((one) => one !== undefined);
    // A fifth picture lands in the video's place, so this is said before anybody looks into the files.
    if (rest.video && (rest.image || references.length > 0)) {
      const sentence = "An element is made from up to 4 pictures, or from one video alone. Leave the others out.";
      throw new UserError(sentence, { option: "video" });
    }
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
  const names = orList(voiceNames.map((name) => `voice:"${name}"`));
  throw new UserError(`There is no voice called ${quote(typed)}. Write ${names}, or give a voice's id.`, {
    option: "voice",
  });
}

function likenessCard({ token, subject, price, seconds, needsApproval }: Proposal): Card {
  const { name, kind, files } = subject;
  return privately(
    `May you use this likeness for @${name}?`,
    [
      `@${name} is made from ${sayFiles({ kind, files: files.length })}. It costs ${sayCredits(price)} and takes ${sayWait(seconds)}.${needsApproval ? " An admin has to approve it first." : ""}`,
      "If it shows a real person, you need their consent; if somebody drew it, theirs. Press the button only if you have it: everyone here can then put this character into videos.",
      "Nothing is held until you do. The button works for an hour.",
    ].join("\n\n"),
    {
      buttons: [
        { label: "Yes, I may use this likeness", does: "run", line: `element confirm token:${token}`, tone: "primary" },
      ],
    },
  );
}
