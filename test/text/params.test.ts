import { describe, expectTypeOf, it } from "vitest";
import type { Params } from "../../src/text/params.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Sentence, Text } from "../../src/text/text.ts";

type Any = Text | number;

describe("what a message takes, as the compiler reads it", () => {
  it("is nothing where nothing is put in", () => {
    expectTypeOf<keyof Params<"Nothing was charged.">>().toEqualTypeOf<never>();
    expectTypeOf<keyof Params<"Write '{name}', and it isn't read.">>().toEqualTypeOf<never>();
  });

  it("is a text or a number where it stands as it is, and a number where it is used as one", () => {
    expectTypeOf<Params<"{name} gave {other} some">>().toEqualTypeOf<{ readonly name: Any; readonly other: Any }>();
    expectTypeOf<Params<"{ size , number , ::.# } MB on {at, date, short}">>().toEqualTypeOf<{
      readonly size: number;
      readonly at: number;
    }>();
  });

  it("is a number for a plural, with all that is nested in its cases", () => {
    expectTypeOf<
      Params<"{who} has {jobs, plural, =0 {none} one {# job of {price}} other {# jobs of {price}}} in {place}.">
    >().toEqualTypeOf<{ readonly who: Any; readonly jobs: number; readonly price: Any; readonly place: Any }>();
    expectTypeOf<Params<"the {nth, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} time">>().toEqualTypeOf<{
      readonly nth: number;
    }>();
  });

  it("is one of its cases for a select, whatever is nested", () => {
    expectTypeOf<
      Params<`{why, select,
        price {It's above the limit of {limit}.}
        other {{left, plural, one {# credit} other {# credits}} left.}
      } Ask {who}.`>
    >().toEqualTypeOf<{
      readonly why: "price" | "other";
      readonly limit: Any;
      readonly left: number;
      readonly who: Any;
    }>();
  });

  it("counts the stricter use where one parameter is used twice", () => {
    expectTypeOf<Params<"{n} of {n, plural, one {#} other {#}}">>().toEqualTypeOf<{ readonly n: number }>();
  });

  it("is asked for by the values that `sentences` gives", () => {
    const words = sentences("test-params", {
      plain: "Done.",
      jobs: "{name} has {jobs, plural, one {# job} other {# jobs}}.",
    });
    expectTypeOf(words.plain).toEqualTypeOf<Sentence>();
    expectTypeOf(words.jobs).returns.toEqualTypeOf<Sentence>();
    words.jobs({ name: words.plain, jobs: 3 });
    // @ts-expect-error a plural is chosen by a number
    words.jobs({ name: "Ada", jobs: "3" });
    // @ts-expect-error nothing may be missing
    words.jobs({ name: "Ada" });
    // @ts-expect-error nor be there that the message doesn't take
    words.jobs({ name: "Ada", jobs: 3, more: 1 });
    // @ts-expect-error there is no such message
    words.none;
  });
});
