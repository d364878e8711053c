import { openAsBlob } from "node:fs";
import { FormData } from "undici";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { connect, type Timeouts } from "./connection.ts";
import { GatewayError, UnreadableAnswer } from "./errors.ts";
import type { EvoLink, Task, UploadFile } from "./evolink.ts";
import { retried, whenItMayPass, whenNeverSent } from "./retry.ts";
import { createdTaskWire, creditsWire, readTaskWire, uploadWire } from "./wire.ts";

export interface EvoLinkSettings {
  /** The addresses of the two services, with or without a path. */
  apiUrl: string;
  filesUrl: string;
  apiKey: string;
  clock: Clock;
  /** Numbers from 0 up to 1, for the jitter. */
  random: () => number;
  log: Logger;
  timeouts?: Partial<Timeouts>;
}

/**
 * The client of EvoLink's gateway and file service. Throws TypeError, without naming the key, when the key cannot stand
 * in a header or an address is none.
 */
export function createEvoLink(settings: EvoLinkSettings): EvoLink {
  const { clock, log } = settings;
  const api = new URL(settings.apiUrl);
  const files = new URL(settings.filesUrl);
  const connection = connect(settings);

  function told({ task, unfamiliarStatus }: z.infer<typeof readTaskWire>): Task {
    if (unfamiliarStatus !== undefined) {
      const status = connection.clean(unfamiliarStatus);
      log.warn({ task: task.id, status }, "an unfamiliar task status is taken as processing");
    }
    if (!task.error) return task;
    return {
      ...task,
      error: { code: connection.clean(task.error.code), message: connection.clean(task.error.message) },
    };
  }

  return {
    createTask: (body, signal) => {
      const attempt = async () =>
        told(
          await connection.send(
            {
              base: api,
              method: "POST",
              path: "/v1/videos/generations",
              headers: { "content-type": "application/json" },
              body: () => JSON.stringify(body),
              answer: createdTaskWire,
              alone: true,
            },
            signal,
          ),
        );
      return retried(attempt, whenNeverSent, settings, signal);
    },

    readTask: (id, signal) => {
      const path = `/v1/tasks/${encodeURIComponent(id)}`;
      const attempt = async () => {
        const task = told(await connection.send({ base: api, method: "GET", path, answer: readTaskWire }, signal));
        if (task.id !== id) throw new UnreadableAnswer(`GET ${path}: the answer is about another task`);
        return task;
      };
      return retried(attempt, whenItMayPass, settings, signal);
    },

    readCredits: (signal) => {
      const call = { base: api, method: "GET", path: "/v1/credits", answer: creditsWire, wrapped: true } as const;
      return retried(() => connection.send(call, signal), whenItMayPass, settings, signal);
    },

    uploadFile: (file, signal) => {
      const path = "/api/v1/files/upload/stream";
      const body = () => formOf(file);
      const attempt = () =>
        connection.send(
          { base: files, method: "POST", path, body, answer: uploadWire(clock.now()), wrapped: true },
          signal,
        );
      return retried(attempt, whenItMayPass, settings, signal);
    },

    deleteFile: async (fileId, signal) => {
      const path = `/api/v1/files/${encodeURIComponent(fileId)}`;
      const call = { base: files, method: "DELETE", path, answer: z.unknown(), wrapped: true } as const;
      try {
        await retried(() => connection.send(call, signal), whenItMayPass, settings, signal);
      } catch (error) {
        if (!(error instanceof GatewayError && error.status === 404)) throw error;
      }
    },

    close: connection.close,
  };
}

/** The file as a form whose bytes are read from the disk only while they are sent. */
async function formOf(file: UploadFile): Promise<FormData> {
  const form = new FormData();
  form.append("file", await openAsBlob(file.path, { type: file.type }), file.name);
  return form;
}
