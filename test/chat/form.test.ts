import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import type { Command } from "../../src/chat/command/command.ts";
import { findCommand } from "../../src/chat/command/find.ts";
import type { Attachment } from "../../src/chat/contract/invocation.ts";
import { type Form, formOf, givenBy, readForm } from "../../src/chat/form/form.ts";
import { labelOf } from "../../src/chat/form/option-field.ts";
import { parseLine } from "../../src/chat/line/line.ts";
import { render } from "../../src/text/render.ts";

const DISCORD_ROOM = { fields: 5, text: 4_000 };
const SLACK_ROOM = { fields: 40, text: 3_000 };

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
      expect(form.fields.length, command.name).toBeLessThanOrEqual(DISCORD_ROOM.fields);
      const { fields } = formOf(command, {}, SLACK_ROOM);
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

describe("lines that are too many for one field", () => {
  const command = commandOf("storyboard");
  const shots = (form: Form) =>
    form.fields.flatMap((field) => (field.is === "option" && field.name === "shots" ? [field] : []));

  it("have one each, called by their numbers; where all of them fit, one field has them", () => {
    const apart = shots(formOf(command, {}, SLACK_ROOM));
    expect(apart.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(apart.map((field) => render(labelOf(field), "en"))[5]).toBe("Shot 6");
    const [whole, ...more] = shots(formOf(command, {}, DISCORD_ROOM));
    expect([whole?.line, more]).toEqual([undefined, []]);
    expect(render(labelOf(whole ?? expect.fail()), "en")).toBe("Shot");
  });

  it("begin with the lines that were typed, and lose none of too many", () => {
    const held = (written: string) => shots(formOf(command, { shots: written }, SLACK_ROOM)).map(({ value }) => value);
    expect(held("5s: a\n\n3s: b\n")).toEqual(["5s: a", "3s: b", ...Array(4).fill(undefined)]);
    const eight = Array.from({ length: 8 }, (_, index) => `1s: ${index}`);
    expect(held(eight.join("\n"))).toEqual([...eight.slice(0, 5), eight.slice(5).join("\n")]);
    expect(held("")).toEqual(Array(6).fill(undefined));
  });
});

describe("a field", () => {
  it("is never called an element, which is a character to a member", () => {
    for (const command of commands) {
      for (const field of formOf(command, {}, SLACK_ROOM).fields) {
        if (field.is === "option") expect(render(labelOf(field), "en"), command.name).not.toMatch(/element/i);
      }
    }
    const names = formOf(commandOf("animate"), {}, SLACK_ROOM).fields.flatMap((field) =>
      field.is === "option" && field.name.startsWith("element") ? [render(labelOf(field), "en")] : [],
    );
    expect(names.slice(0, 3)).toEqual(["Character 1", "Character 2", "Character 3"]);
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
