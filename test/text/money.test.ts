import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inMoney, parseCreditPrice, units, worth, worthARate } from "../../src/credits/units.ts";
import { unnamed } from "../../src/privacy/member/unnamed.ts";
import { moneyOf, sayMoney, type UnitPrice } from "../../src/text/money.ts";
import { render } from "../../src/text/render.ts";
import { readText, storeText } from "../../src/text/stored.ts";
import { dotted, type Text } from "../../src/text/text.ts";
import { speaking } from "../support/language.ts";

const DOLLARS = priceOf("0.0139");

function priceOf(text: string): UnitPrice {
  const price = parseCreditPrice(text);
  if (!price) throw new RangeError(`No price of a credit: ${text}`);
  return price;
}

describe("the price of a credit", () => {
  it.each([
    ["0.0139", { currency: "USD", digits: 139, decimals: 8 }],
    [" 0.0129 EUR ", { currency: "EUR", digits: 129, decimals: 8 }],
    ["2jpy", { currency: "JPY", digits: 2, decimals: 4 }],
  ])("is read from “%s”", (text, price) => {
    expect(parseCreditPrice(text)).toEqual(price);
  });

  it.each([
    "",
    "0",
    "0.000 EUR",
    "-1",
    "$0.01",
    "0,0139",
    "1e3",
    "0.0139 XQX",
    "0.0139 EURO",
    "EUR",
    "1234567",
    "0.123456789",
  ])("is none in “%s”", (text) => {
    expect(parseCreditPrice(text)).toBeUndefined();
  });
});

describe("what credits are worth", () => {
  it("is exact, however many they are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 1, max: 99_999_999_999_999 }),
        fc.integer({ min: 4, max: 12 }),
        (count, digits, decimals) => {
          const [whole = "", fraction = ""] = moneyOf(count, { currency: "USD", digits, decimals }).split(".");
          expect(BigInt(whole + fraction.padEnd(decimals, "0"))).toBe(BigInt(count) * BigInt(digits));
        },
      ),
    );
  });

  it.each<[string, number, UnitPrice, string, "sum" | "rate", string]>([
    ["cents", 270_000, DOLLARS, "en-US", "sum", "$0.38"],
    ["thousands", 9_999_999_999, DOLLARS, "en-US", "sum", "$13,900.00"],
    ["what a float would round down", 10_000_000, priceOf("0.000125"), "en-US", "sum", "$0.13"],
    ["a rate with a digit more", 54_000, DOLLARS, "en-US", "rate", "$0.075"],
    ["a rate of many decimals", 108_836.784, DOLLARS, "en-US", "rate", "$0.151"],
    ["less than a cent by its first digits", 300, DOLLARS, "en-US", "sum", "$0.00042"],
    ["the least there is", 1, DOLLARS, "en-US", "sum", "$0.0000014"],
    ["half a cent, which is none", 5_000, priceOf("0.01"), "en-US", "sum", "$0.005"],
    ["what is taken back", -270_000, DOLLARS, "en-US", "sum", "-$0.38"],
    ["a currency without cents", 270_000, priceOf("2 JPY"), "en-US", "sum", "¥54"],
    ["another language's way", 2_700_000, priceOf("0.0129 EUR"), "de-AT", "sum", "€ 3,48"],
    ["another country's dollars", 270_000, DOLLARS, "en-GB", "sum", "US$0.38"],
  ])("is said: %s", (_, count, price, locale, as, said) => {
    expect(sayMoney(count, price, locale, as).replaceAll(/\s/g, " ")).toBe(said);
  });

  const charged = worth(units(270_000));

  it("stands beside them for a reader who is told a price, and for no other", () => {
    expect(render(charged, "en-US", DOLLARS)).toBe("27 credits ($0.38)");
    expect(render(charged, "en-US")).toBe("27 credits");
    expect(render(worthARate("10.8836784"), "en-US", DOLLARS)).toBe("10.8837 ($0.151)");
    expect(render(worthARate("5.4"), "en-US")).toBe("5.4");
    expect(render(worth(units(0)), "en-US", DOLLARS)).toBe("0 credits");
  });

  it("is left out where it would stand alone for a reader who is told none", () => {
    const line: Text = dotted("credits", inMoney(units(270_000)), "3 jobs");
    expect(render(line, "en-US", DOLLARS)).toBe("credits · $0.38 · 3 jobs");
    expect(render(line, "en-US")).toBe("credits · 3 jobs");
  });

  it("is said in the reader's language, from a row too, whose names can be taken out", () => {
    const messages = { "worth.beside": "{amount} – {money}", "credits.amount": "{credits, number} Credits" };
    const kept = readText(storeText(charged));
    expect(kept).toEqual(charged);
    const named = storeText({ worth: 1, amount: "Ada", as: "sum" });
    expect(unnamed(named, new Set(["Ada"]))).not.toContain("Ada");
    expect(render(readText(storeText({ worth: 1, amount: { key: "gone" }, as: "sum" })), "en")).toContain("can't show");
    return speaking({ code: "de", messages }, () => {
      expect(render(kept, "de", DOLLARS).replaceAll(/\s/g, " ")).toBe("27 Credits – 0,38 $");
    });
  });
});
