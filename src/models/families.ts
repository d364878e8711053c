/** One model under the name that a member types, in its two forms. */
export interface Family {
  readonly name: string;
  /** A shorter way to type it. */
  readonly alias: string;
  readonly label: string;
  /** The id of the model that makes a video from words. */
  readonly text: string;
  /** The id of the model that makes a video from pictures. */
  readonly image: string;
}

/** What `model` can be in `video`, `animate` and `storyboard`, the usual one first. */
export const families = [
  {
    name: "kling-3",
    alias: "3",
    label: "Kling 3.0",
    text: "kling-v3-text-to-video",
    image: "kling-v3-image-to-video",
  },
  {
    name: "kling-o3",
    alias: "o3",
    label: "Kling O3",
    text: "kling-o3-text-to-video",
    image: "kling-o3-image-to-video",
  },
  {
    name: "kling-turbo",
    alias: "turbo",
    label: "Kling 3.0 Turbo",
    text: "kling-v3-turbo-text-to-video",
    image: "kling-v3-turbo-image-to-video",
  },
] as const satisfies readonly Family[];

export type FamilyName = (typeof families)[number]["name"];

/** The names, for an option's choices. */
export const familyNames: readonly FamilyName[] = families.map(({ name }) => name);

/** The names by what may be typed instead of them. */
export const familyAliases: Readonly<Record<string, FamilyName>> = Object.fromEntries(
  families.map(({ alias, name }) => [alias, name]),
);

/** The id of the family's model that makes a video from words (`text`) or from pictures (`image`). */
export function modelIdOf(name: FamilyName, from: "text" | "image"): string {
  const family = families.find((one) => one.name === name);
  if (!family) throw new RangeError(`No such family: ${name}`);
  return family[from];
}

/** The family that a model belongs to; undefined for a model that has a command of its own. */
export function familyOf(modelId: string): FamilyName | undefined {
  return families.find(({ text, image }) => text === modelId || image === modelId)?.name;
}
