import { type Card, type CardFile, privately } from "../../src/chat/contract/card.ts";
import type { Forgotten } from "../../src/privacy/forget.ts";
import { sentences } from "../../src/text/sentences.ts";
import { allOf, spaced, type Text } from "../../src/text/text.ts";

/** What `/settings data:…` answers: a member's data as files, the question before all of it goes, and what went. */
const words = sentences("command.settings.data", {
  exportTitle: "Everything I keep about you here",
  export:
    "Your prompts, file names, credits, drafts, and settings, as {files, plural, one {# JSON file} other {# JSON files}}. {files, plural, one {I keep it for a day.} other {I keep them for a day.}}",
  exportPacked:
    "Your prompts, file names, credits, drafts, and settings, as {files, plural, one {# compressed JSON file} other {# compressed JSON files}}. {files, plural, one {I keep it for a day.} other {I keep them for a day.}}",
  sureTitle: "Delete what I keep about you here?",
  sure: "This deletes your prompts, pictures, videos, characters, drafts, and settings here, for everyone and for good. Amounts stay, without words, and the admins' record of changes stays, without your name.",
  sureButton: "Delete it all",
  title: "Forgotten",
  nothing: "There was nothing of yours left to delete.",
  files: "{files, plural, one {# file is gone.} other {# files are gone.}}",
  words: "The words of {what} are gone.",
  wordsAndFiles: "The words of {what} are gone, and so {files, plural, one {is # file} other {are # files}}.",
  jobs: "{jobs, plural, one {# job} other {# jobs}}",
  characters: "{characters, plural, one {# character} other {# characters}}",
  stayed:
    "{files, plural, one {# file stays, because someone else's job or character was made from it.} other {# files stay, because someone else's jobs or characters were made from them.}}",
  atService:
    "I couldn't reach the video service; it deletes its {pictures, plural, one {copy of # picture} other {copies of # pictures}} within three days.",
  messages: "{messages, plural, one {# message} other {# messages}} couldn't be changed just now; I'll keep trying.",
  jobMessages: "Your jobs' messages in the channels will follow within minutes.",
});

export function exportCard(files: readonly CardFile<Text>[]): Card<Text> {
  const packed = files.some(({ type }) => type === "application/gzip");
  const say = packed ? words.exportPacked : words.export;
  return privately<Text>(words.exportTitle, say({ files: files.length }), { files });
}

export function sureCard(): Card<Text> {
  return privately<Text>(words.sureTitle, words.sure, {
    buttons: [{ label: words.sureButton, does: "run", line: "settings data:forget sure:yes", tone: "danger" }],
  });
}

export function forgottenCard({ jobs, characters, files, stayed, messages, atGateway }: Forgotten): Card<Text> {
  return privately<Text>(
    words.title,
    spaced(
      sayGone({ jobs, characters, files }),
      stayed > 0 && words.stayed({ files: stayed }),
      atGateway > 0 && words.atService({ pictures: atGateway }),
      messages > 0 && words.messages({ messages }),
      jobs > 0 && words.jobMessages,
    ),
  );
}

/** Without what there was none of. */
function sayGone({ jobs, characters, files }: Pick<Forgotten, "jobs" | "characters" | "files">): Text {
  const what = [jobs > 0 && words.jobs({ jobs }), characters > 0 && words.characters({ characters })].filter(
    (one) => one !== false,
  );
  if (what.length === 0) return files === 0 ? words.nothing : words.files({ files });
  return files === 0 ? words.words({ what: allOf(what) }) : words.wordsAndFiles({ what: allOf(what), files });
}
