/** The sides of a picture as shown, or what is wrong with it. */
export type Measured = { width: number; height: number } | "cut off" | "damaged";
