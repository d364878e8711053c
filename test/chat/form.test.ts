import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import type { Command } from "../../src/chat/command/command.ts";
import { findCommand } from "../../src/chat/command/find.ts";
import type { Attachment } from "../../src/chat/contract/invocation.ts";
import { type Form, formOf, givenBy, readForm } from "../../src/chat/form/form.ts";
import { parseLine } from "../../src/chat/line/line.ts";

const DISCORD_ROOM = 5;

const commandOf = (name: string): Command => {
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`There is no ${name}`);
  return command;
};

const file = (name: string): Attachment => ({
  name,
  bytes: 3,
  open: () => Promise.reject(new Error("Nobody reads it here")),
});

const shape = ({ fields }: Form) => fields.map((field) => (field.is === "option" ? field.name : field.is));

describe("a command as a form", () => {
  it("has the words first, then what there is room for, files in one field, and the rest as a line", () => {
    expect(shape(formOf(commandOf("animate"), {}, DISCORD_ROOM))).toEqual([
      "prompt",
      "model",
      "duration",
      "files",
      "more",
    ]);
    expect(shape(formOf(commandOf("storyboard"), {}, DISCORD_ROOM))[0]).toBe("shots");
  });

  it("fits its room, whatever the command", () => {
    for (const command of commands.filter(({ unlisted }) => !unlisted)) {
      const form = formOf(command, {}, DISCORD_ROOM);
      expect(form.fields.length, command.name).toBeLessThanOrEqual(DISCORD_ROOM);
      const { fields } = formOf(command, {}, 40);
      expect(
        fields.some(({ is }) => is === "more"),
        command.name,
      ).toBe(false);
    }
  });

  it("has no field for a file that is there, and keeps it", () => {
    const image = file("boat.png");
    const form = formOf(commandOf("edit"), { video: image }, DISCORD_ROOM);
    expect(form.kept).toEqual({ video: image });
    expect(form.fields.find(({ is }) => is === "files")).toMatchObject({ accept: ["image"], most: 4 });
    const none = formOf(commandOf("video"), {}, DISCORD_ROOM);
    expect(none.fields.some(({ is }) => is === "files")).toBe(false);
  });

  it("begins with what was typed; a link and what has no field stand in the line", () => {
    const command = commandOf("animate");
    const given = givenBy(command, "waves roll in 8s sound:yes image:https://example.org/a.png");
    const form = formOf(command, given, DISCORD_ROOM);
    const values = Object.fromEntries(
      form.fields.flatMap((field) => (field.is === "option" ? [[field.name, field.value]] : [])),
    );
    expect(values).toMatchObject({ prompt: "waves roll in", duration: "8s" });
    const more = form.fields.find((field) => field.is === "more");
    expect(parseLine(more?.value ?? "", command.options, [])).toEqual({
      sound: "yes",
      image: "https://example.org/a.png",
    });
  });

  it("loses nothing that can't be read", () => {
    const line = "a boat duration:5 duration:8";
    expect(givenBy(commandOf("video"), line)).toEqual({ prompt: line });
    expect(givenBy(commandOf("element list"), "everything")).toEqual({});
  });

  it("is read as options, a line and files; an empty field is none, and a file that is there counts", () => {
    const image = file("boat.png");
    const filled = { values: { prompt: "waves", model: " " }, more: "8s", files: [file("b.png")] };
    expect(readForm(formOf(commandOf("animate"), { image }, DISCORD_ROOM), filled)).toEqual({
      options: { prompt: "waves", image },
      line: "8s",
      attachments: filled.files,
    });
  });
});

describe("a line that a button has", () => {
  it("is a command's, subcommands by both their words", () => {
    const named = (line: string) => {
      const found = findCommand(commands, line);
      return found.command && [found.name, found.rest];
    };
    expect(named("element create name:Ada somebody")).toEqual(["element create", "name:Ada somebody"]);
    expect(named("video a boat")).toEqual(["video", "a boat"]);
    expect(named("videos a boat")).toBeUndefined();
    expect(named("element")).toBeUndefined();
  });
});
