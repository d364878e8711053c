import { type Language, languages } from "../../src/text/languages.ts";

/** Reelay speaks that language, too, while `run` runs, whatever it spoke of it already. */
export async function speaking<Result>(language: Language, run: () => Result | Promise<Result>): Promise<Result> {
  languages.unshift(language);
  try {
    return await run();
  } finally {
    languages.splice(languages.indexOf(language), 1);
  }
}
