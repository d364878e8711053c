import express, { type Express, type RequestHandler } from "express";
import type { Clock } from "../../base/clock.ts";
import { drawName } from "../tasks/chance.ts";
import type { Records } from "../tasks/records.ts";
import { MAX_FILES, type Uploads } from "../tasks/uploads.ts";
import { answer, refuse } from "./reply.ts";

export interface FileParts {
  records: Pick<Records, "countFiles" | "removeFile">;
  uploads: Uploads;
  clock: Clock;
  random: () => number;
  /** Where the sandbox can be reached now; the port differs from start to start. */
  origin: () => string;
}

/** The gateway's file service, and the uploaded files themselves. `enter` is what a request meets first. */
export function addFileRoutes(app: Express, parts: FileParts, enter: RequestHandler[]): void {
  const { records, uploads, clock } = parts;
  const readForm = express.raw({ type: "multipart/form-data", limit: "52mb" });

  app.post("/api/v1/files/upload/stream", ...enter, readForm, async (request, response) => {
    const form = await formOf(request.body, request.get("content-type") ?? "");
    const file = form?.get("file");
    if (!(file instanceof File)) return refuse(response, "files", 400, { param: "file", message: "file is required" });
    if (records.countFiles(clock.now()) >= MAX_FILES)
      return refuse(response, "files", 403, { message: `The account has its ${MAX_FILES} files` });
    const name = nameOf(form?.get("file_name") ?? form?.get("fileName") ?? file.name);
    const id = `file_${drawName(12, parts.random)}`;
    const kept = await uploads.add(Buffer.from(await file.arrayBuffer()), name, id, clock.now());
    if (!kept) return refuse(response, "files", 400, { param: "file", message: "Only jpeg, png, gif and webp images" });
    const address = `${parts.origin()}/files/${kept.id}/${encodeURIComponent(kept.name)}`;
    const data = {
      file_id: kept.id,
      file_name: kept.name,
      original_name: file.name,
      file_size: kept.bytes,
      mime_type: kept.type,
      upload_path: "images",
      file_url: address,
      download_url: address,
      upload_time: new Date(kept.createdAt).toISOString(),
      expires_at: new Date(kept.expiresAt).toISOString(),
    };
    answer(response, { success: true, code: 200, msg: "File uploaded successfully", data });
  });

  app.get("/api/v1/files/quota", ...enter, (_request, response) => {
    const used = records.countFiles(clock.now());
    const counts = { used_files: used, max_files: MAX_FILES, remain_files: MAX_FILES - used };
    const data = { user_group: "default", ...counts, is_custom: false, quota_reason: "" };
    answer(response, { success: true, code: 200, data });
  });

  app.delete("/api/v1/files/:id", ...enter, (request, response) => {
    if (!records.removeFile(String(request.params.id))) return refuse(response, "files", 404);
    answer(response, { success: true, code: 200, msg: "File deleted successfully" });
  });

  app.get("/files/:id/:name", (request, response) => {
    const file = uploads.find(request.params.id, clock.now());
    if (!file) return refuse(response, "files", 404);
    response.type(file.type).sendFile(uploads.pathOf(file), { dotfiles: "allow" });
  });
}

/** Reads a multipart body; undefined when it is none. */
async function formOf(body: unknown, type: string): Promise<FormData | undefined> {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A file name that can stand in an address and on a disk. */
function nameOf(given: File | string): string {
  const name = typeof given === "string" ? given : given.name;
  return name.replace(/[^\w.-]+/g, "_").slice(-80) || "file";
}
