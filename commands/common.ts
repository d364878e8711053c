import { attachment, choice, flag, seconds, text } from "../src/chat/options.ts";
import { familyAliases, familyNames } from "../src/models/families.ts";

/** Options that several commands share, with the words and bounds that all of them have. */
export const promptOption = text("What the video shows, up to 2,500 characters", { rest: true });
export const negativeOption = text("What it must not show (Kling 3.0)");
export const modelOption = choice("Which model makes it", familyNames, {
  aliases: familyAliases,
  standard: "kling-3",
});
export const durationOption = seconds("Length in whole seconds", { min: 3, max: 15, standard: "5" });
export const qualityOption = choice("Picture quality", ["720p", "1080p"], { standard: "720p" });
export const aspectOption = choice("Shape of the picture", ["16:9", "9:16", "1:1"], { standard: "16:9" });
export const soundOption = flag("Make sound too (Kling 3.0 and O3)");
export const firstFrameOption = attachment("The first frame: JPG or PNG, at least 300×300, up to 10 MB", {
  accept: "image",
});
