import type { Definition, Model } from "./model.ts";
import { withGoodFiles } from "./option.ts";
import { type Elsewhere, problemsOf } from "./problems.ts";

/** The model of a definition; `others` gives the families that take what it doesn't, where there is a catalogue to ask. */
export function defineModel<Input>(
  definition: Definition<Input>,
  others: (options: Elsewhere["options"]) => readonly string[] = () => [],
): Model<Input> {
  const { schema, options: known } = definition;
  const judge: Model<Input>["judge"] = (input) => {
    const read = schema.safeParse(input);
    return read.success ? { input: read.data } : { problems: problemsOf(read.error, others) };
  };
  const problems: Model["problems"] = (options) => {
    const judged = judge(withGoodFiles(options, known));
    return "problems" in judged ? judged.problems : [];
  };
  return {
    ...definition,
    judge,
    problems,
    accepts: (options) => problems(options).length === 0,
    lacks: (option) => !Object.hasOwn(known, option),
  };
}
