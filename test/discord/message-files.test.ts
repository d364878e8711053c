import type { APIMessage } from "discord.js";
import { describe, expect, it } from "vitest";
import { messageCommands } from "../../commands/index.ts";
import { createLog } from "../../src/base/log.ts";
import { createFiles } from "../../src/discord/api/attachments.ts";
import { chooseFile, takenBy } from "../../src/discord/hear/message-files.ts";
import { inEnglish } from "../../src/text/render.ts";

const attachmentOf = createFiles({ log: createLog("silent") });
const file = (filename: string, content_type?: string) => ({
  id: filename,
  filename,
  size: 5,
  url: `https://cdn.example/${filename}`,
  ...(content_type === undefined ? {} : { content_type }),
});
const choose = (name: string, message: object) => {
  const command = messageCommands.find((one) => inEnglish(one.name) === name);
  if (!command) throw new Error(`There is no “${name}”`);
  return chooseFile(command, { attachments: [], embeds: [], ...message } as unknown as APIMessage, attachmentOf);
};

describe("the file of a message", () => {
  it("is the first attached one of a kind that is taken", () => {
    const attachments = [file("notes.txt", "text/plain"), file("clip.mp4"), file("a.png"), file("b.jpg")];
    expect(choose("Animate this", { attachments })).toMatchObject({
      kind: "image",
      value: { name: "a.png", bytes: 5, publicUrl: "https://cdn.example/a.png" },
      place: { command: "animate", option: "image" },
      of: 2,
    });
    expect(choose("Edit this video", { attachments })).toMatchObject({ value: { name: "clip.mp4" }, of: 1 });
  });

  it("is told by what Discord says of it, before its name", () => {
    expect(choose("Use as motion", { attachments: [file("strange.png", "video/mp4")] })).toMatchObject({
      place: { option: "video" },
    });
  });

  it("may be forwarded", () => {
    const message_snapshots = [{ message: { attachments: [file("a.png")], embeds: [] } }];
    expect(choose("Animate this", { message_snapshots })).toMatchObject({ value: { name: "a.png" } });
  });

  it("may be what a link shows, attached ones first", () => {
    const picture = { type: "image", thumbnail: { url: "https://files.example/a.png" } };
    expect(choose("Animate this", { embeds: [picture] })).toMatchObject({ value: "https://files.example/a.png" });
    expect(choose("Animate this", { embeds: [picture], attachments: [file("b.png")] })).toMatchObject({
      value: { name: "b.png" },
      of: 2,
    });
    const moving = { type: "gifv", video: { url: "https://media.example/dance" } };
    expect(choose("Use as motion", { embeds: [moving] })).toMatchObject({ kind: "video" });
  });

  it("is no page with a player in it, but its thumbnail", () => {
    const player = {
      type: "video",
      video: { url: "https://www.youtube.com/embed/abc" },
      thumbnail: { url: "https://i.example/abc.jpg" },
    };
    expect(choose("Edit this video", { embeds: [player] })).toBeUndefined();
    expect(choose("Animate this", { embeds: [player] })).toMatchObject({ value: "https://i.example/abc.jpg" });
  });

  it("is missing where nothing fits, and the command says what would", () => {
    expect(choose("Animate this", { attachments: [file("notes.txt")] })).toBeUndefined();
    expect(Object.fromEntries(messageCommands.map((command) => [command.id, takenBy(command)]))).toEqual({
      animate: ["image"],
      edit: ["video"],
      motion: ["image", "video"],
      reference: ["image", "video"],
      element: ["image", "video"],
    });
  });
});
