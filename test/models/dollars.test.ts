import { describe, expect, it } from "vitest";
import { formatCredits, parseCreditPrice, parseCredits, type Units } from "../../src/credits/units.ts";
import { sayMoney } from "../../src/text/money.ts";
import { complete, modelOf } from "./ask.ts";
import { clip, picture } from "./samples.ts";

/**
 * What EvoLink's product pages gave in dollars in August 2026, each with the page's own price of a credit: they are not
 * the same everywhere.
 */
const KLING_3 = "https://evolink.ai/kling-3";
const KLING_O3 = "https://evolink.ai/kling-o3";
const TURBO = "https://evolink.ai/kling-3-turbo";
const MOTION = "https://evolink.ai/kling-3-motion-control";

const frame = { image: picture("first") };
const loud = { sound: true };
const hd = { quality: "1080p" };
const person = { name: "Mia", description: "a young woman", image: picture("mia") };

const rows: readonly {
  page: string;
  model: string;
  input: Record<string, unknown>;
  dollars: string;
  credits: string;
  ofACredit: string;
}[] = [
  {
    page: KLING_3,
    model: "kling-v3-image-to-video",
    input: frame,
    dollars: "0.0750",
    credits: "5.4",
    ofACredit: "0.0139",
  },
  {
    ...{ page: KLING_3, model: "kling-v3-image-to-video", input: { ...frame, ...loud } },
    ...{ dollars: "0.1125", credits: "8.1", ofACredit: "0.0139" },
  },
  {
    ...{ page: KLING_3, model: "kling-v3-image-to-video", input: { ...frame, ...hd } },
    ...{ dollars: "0.1000", credits: "7.1982", ofACredit: "0.0139" },
  },
  {
    ...{ page: KLING_3, model: "kling-v3-image-to-video", input: { ...frame, ...hd, ...loud } },
    ...{ dollars: "0.1500", credits: "10.8", ofACredit: "0.0139" },
  },
  {
    page: KLING_O3,
    model: "kling-o3-image-to-video",
    input: frame,
    dollars: "0.075",
    credits: "5.4",
    ofACredit: "0.0139",
  },
  {
    ...{ page: KLING_O3, model: "kling-o3-image-to-video", input: { ...frame, ...loud } },
    ...{ dollars: "0.100", credits: "7.2036", ofACredit: "0.0139" },
  },
  {
    ...{ page: KLING_O3, model: "kling-o3-image-to-video", input: { ...frame, ...hd } },
    ...{ dollars: "0.100", credits: "7.2036", ofACredit: "0.0139" },
  },
  {
    ...{ page: KLING_O3, model: "kling-o3-image-to-video", input: { ...frame, ...hd, ...loud } },
    ...{ dollars: "0.125", credits: "9.0018", ofACredit: "0.0139" },
  },
  {
    ...{ page: TURBO, model: "kling-v3-turbo-text-to-video", input: { prompt: "a cat" } },
    ...{ dollars: "0.106", credits: "7.2", ofACredit: "0.0147" },
  },
  {
    ...{ page: TURBO, model: "kling-v3-turbo-text-to-video", input: { prompt: "a cat", ...hd } },
    ...{ dollars: "0.132", credits: "9", ofACredit: "0.0147" },
  },
  {
    ...{ page: MOTION, model: "kling-v3-motion-control", input: { ...frame, video: clip("v"), orientation: "video" } },
    ...{ dollars: "0.1134", credits: "8.1648", ofACredit: "0.0139" },
  },
  { page: KLING_3, model: "kling-custom-element", input: person, dollars: "0.014", credits: "1", ofACredit: "0.0139" },
  { page: MOTION, model: "kling-custom-element", input: person, dollars: "0.015", credits: "1", ofACredit: "0.015" },
];

/** What one second, or one character, is priced at: nothing is rounded before the money is. */
function rateOf(model: string, input: Record<string, unknown>): Units {
  const { price, seconds } = modelOf(model);
  const judged = complete(model, input);
  return (price(judged) / Math.max(1, seconds(judged))) as Units;
}

function priceOf(ofACredit: string) {
  const price = parseCreditPrice(ofACredit);
  if (!price) throw new RangeError(`No price of a credit: ${ofACredit}`);
  return price;
}

describe("in dollars", () => {
  it.each(rows)(
    "$model with $credits credits is $dollars, as on $page",
    ({ model, input, credits, dollars, ofACredit }) => {
      const rate = rateOf(model, input);
      expect(formatCredits(rate)).toBe(credits);
      expect(sayMoney(rate, priceOf(ofACredit), "en-US", "sum")).toBe(toTheCent(dollars));
    },
  );

  it("the price that most pages come to, 0.0139, gives all of them but two of the pages that ask for more", () => {
    const otherwise = rows.filter(({ credits, dollars }) => {
      const rate = parseCredits(credits) ?? 0;
      return sayMoney(rate, priceOf("0.0139"), "en-US", "sum") !== toTheCent(dollars);
    });
    expect(otherwise.map(({ page, credits }) => `${page} ${credits}`)).toEqual([`${TURBO} 7.2`, `${MOTION} 1`]);
  });
});

/** What the page says, to the cent. */
function toTheCent(dollars: string): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
  return format.format(dollars as `${number}`);
}
