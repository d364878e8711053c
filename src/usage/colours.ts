/**
 * The picture brings a card of its own, so it reads the same on a light and on a dark page. Against the card every
 * text has a contrast of 4.5 or more and every shape of 3 or more; the edge has 3 against white, against black and
 * against Discord's dark grey (WCAG 2.2, 1.4.3 and 1.4.11). A test holds them to it.
 */
export const CARD = {
  ground: "#171a21",
  edge: "#7c8596",
  text: "#f3f5f9",
  quiet: "#aab3c3",
  line: "#3a404d",
  columns: "#8fa6d6",
} as const;

/** One for each model that is told apart, neighbours far from each other for every kind of colour vision. */
export const SERIES = ["#5aa9ff", "#ffb454", "#4fd1a5", "#f28bc1", "#f4e06d", "#a99bff"] as const;

/** All models beyond those. */
export const OTHERS = "#98a1b0";

/** WCAG's contrast ratio of two `#rrggbb`, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((value) => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
