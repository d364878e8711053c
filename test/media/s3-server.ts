import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { serve } from "./support.ts";

export interface LocalS3 {
  /** `http://127.0.0.1:…` */
  endpoint: string;
  /** What is in it, by bucket and key. */
  objects: Map<string, { bytes: Buffer; at: Date }>;
  requests: string[];
  /** Answers the next requests with this status and S3 error code, one each. */
  failing: { status: number; code: string }[];
}

const PAGE = 3;

/** As much of S3 as the library uses: put, get, head, delete and list (in pages of three), with errors on demand. */
export async function localS3(): Promise<LocalS3> {
  const s3: LocalS3 = { endpoint: "", objects: new Map(), requests: [], failing: [] };
  s3.endpoint = await serve((request, response) => {
    answer(s3, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  return s3;
}

async function answer(s3: LocalS3, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "", "http://s3");
  const name = decodeURIComponent(url.pathname.slice(1));
  s3.requests.push(`${request.method} ${name}`);
  // s3-head-no-code
  const refuse = (status: number, code: string) =>
    response.writeHead(status).end(request.method === "HEAD" ? "" : `<Error><Code>${code}</Code></Error>`);
  if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 Credential=key/")) {
    return void refuse(403, "AccessDenied");
  }
  const found = s3.objects.get(name);
  if (request.method === "PUT") {
    const bytes = await buffer(request);
    const failing = s3.failing.shift();
    if (failing) return void refuse(failing.status, failing.code);
    // s3-put-checksum, s3-put-replaces
    const sum = createHash("sha256").update(bytes).digest("base64");
    if (request.headers["x-amz-checksum-sha256"] !== sum) return void refuse(400, "BadDigest");
    s3.objects.set(name, { bytes, at: new Date() });
    return void response.end();
  }
  if (request.method === "DELETE") {
    // s3-delete-absent
    s3.objects.delete(name);
    return void response.writeHead(204).end();
  }
  if (url.searchParams.get("list-type") === "2") return void response.end(list(s3, name, url.searchParams));
  if (!found) return void refuse(404, "NoSuchKey");
  response.writeHead(200, { "content-length": found.bytes.length, "last-modified": found.at.toUTCString() });
  response.end(request.method === "HEAD" ? undefined : found.bytes);
}

/** s3-list-pages, but smaller ones. */
function list(s3: LocalS3, bucket: string, query: URLSearchParams): string {
  const start = `${bucket.replace(/\/$/, "")}/`;
  const after = query.get("continuation-token") ?? "";
  const all = [...s3.objects]
    .map(([name, object]) => ({ key: name.slice(start.length), ...object }))
    .filter(({ key }) => key.startsWith(query.get("prefix") ?? "") && key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = all.slice(0, PAGE);
  const more = all.length > PAGE;
  const rows = page.map(
    ({ key, bytes, at }) =>
      `<Contents><Key>${key}</Key><Size>${bytes.length}</Size><LastModified>${at.toISOString()}</LastModified></Contents>`,
  );
  const next = more ? `<NextContinuationToken>${page.at(-1)?.key}</NextContinuationToken>` : "";
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${rows.join("")}</ListBucketResult>`;
}
