import { randomInt } from "node:crypto";

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** `length` letters and digits, as the gateway's ids end with. `random` gives 0 to 1. */
export function drawName(length: number, random: () => number): string {
  return Array.from({ length }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join("");
}

export function drawDigits(length: number, random: () => number): string {
  return Array.from({ length }, () => Math.floor(random() * 10)).join("");
}

/** Chance from the machine, so that ids do not repeat over restarts. */
export function machineRandom(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}
