import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  createdTaskWire,
  creditsWire,
  readJson,
  readRefusal,
  readTaskWire,
  uploadWire,
} from "../../src/evolink/wire.ts";

const folder = fileURLToPath(new URL("../../../shared/evolink/", import.meta.url));
const present = existsSync(folder);

const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) }))),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const open = (file: string) => document.parse(readJson(readFileSync(`${folder}${file}.json`, "utf8")));

/** The example of a schema, put together from the examples of its properties. */
function exampleOf(file: string, name: string): unknown {
  const { schemas } = open(file).components;
  const build = (node: unknown): unknown => {
    const { $ref, properties, example } = z
      .object({
        $ref: z.string().optional(),
        properties: z.record(z.string(), z.unknown()).optional(),
        example: z.unknown().optional(),
      })
      .parse(node);
    if ($ref) return build(schemas[$ref.replace("#/components/schemas/", "")]);
    if (!properties) return example;
    return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, build(value)]));
  };
  return build(schemas[name]);
}

describe.skipIf(!present)(
  `the published specifications${present ? "" : " (not beside this checkout: skipped)"}`,
  () => {
    test("the example of a created task is read", () => {
      expect(createdTaskWire.parse(exampleOf("kling-v3-image-to-video", "VideoGenerationResponse")).task).toMatchObject(
        {
          id: "task-unified-1757169743-7cvnl5zw",
          status: "pending",
          estimatedSeconds: 300,
          reserved: 270000,
        },
      );
    });

    test("the example of a task's details is read", () => {
      expect(readTaskWire.parse(exampleOf("get-task-detail", "TaskDetailResponse")).task).toMatchObject({
        status: "completed",
        progress: 100,
        results: ["http://example.com/image.jpg"],
      });
    });

    test("the example of the credits is read", () => {
      expect(creditsWire.parse(exampleOf("get-credits", "CreditsResponse")).user.remaining).toBe(1095.3996);
    });

    test("the example of an upload is read", () => {
      expect(uploadWire(0).parse(exampleOf("upload-stream", "FileUploadResponse"))).toEqual({
        fileId: "file_abc123",
        url: "https://files.evolink.ai/photos/photo.png",
        expiresAt: Date.UTC(2025, 9, 11, 16),
      });
    });

    test("every example of an error gives its code", () => {
      const examples = ["get-credits", "get-task-detail", "kling-v3-image-to-video"].flatMap((file) =>
        Object.values(open(file).paths)
          .flatMap((methods) => Object.values(methods))
          .flatMap(({ responses }) => Object.entries(responses))
          .filter(([status]) => Number(status) >= 400)
          .map(([, response]) => errorResponse.parse(response).content["application/json"].example),
      );

      expect(examples.length).toBeGreaterThan(15);
      for (const example of examples)
        expect(readRefusal(example)).toEqual(expect.objectContaining({ code: expect.stringMatching(/./) }));
    });
  },
);

const errorResponse = z.object({
  content: z.object({ "application/json": z.object({ example: z.unknown() }) }),
});
