import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { BucketAddress } from "./bucket-address.ts";
import type { Entry } from "./library.ts";
import { isHash } from "./library.ts";

/** Files under their SHA-256 in an S3-compatible bucket. What goes wrong is thrown as the client's own errors. */
export interface Bucket {
  /** Puts a local file there, in place of one that is there already. */
  put(file: { hash: string; path: string; bytes: number }): Promise<void>;
  /** The file's bytes; nothing when it is not there. */
  get(hash: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  has(hash: string): Promise<boolean>;
  remove(hash: string): Promise<void>;
  entries(): AsyncIterable<Entry>;
  close(): void;
}

/** Milliseconds; a request that was answered and then stands still this long is given up. */
const TIMES = { connect: 10_000, idle: 30_000 } as const;
const TRIES = 4;

const WAIT_MS = 500;

/** Brings in Amazon's client, some 40 MB, so only who uses a bucket pays for it. */
export async function openBucket(
  address: BucketAddress,
  parts: {
    clock: Clock;
    log: Logger;
    /** The environment's or the machine's role's by default. */
    credentials?: { accessKeyId: string; secretAccessKey: string };
  },
): Promise<Bucket> {
  const { clock, log, credentials } = parts;
  const s3 = await import("@aws-sdk/client-s3");
  const { bucket: Bucket, prefix, region, endpoint } = address;
  const client: S3Client = new s3.S3Client({
    region,
    maxAttempts: TRIES,
    // A server of one's own seldom has a name for each bucket, nor the checksums that Amazon added later.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    logger: {
      trace: quiet,
      debug: quiet,
      info: quiet,
      warn: (said) => log.warn(said),
      error: (said) => log.error(said),
    },
    requestHandler: { connectionTimeout: TIMES.connect, socketTimeout: TIMES.idle },
    ...(credentials ? { credentials } : {}),
  });
  const at = (hash: string) => ({ Bucket, Key: prefix + hash });

  return {
    put: async ({ hash, path, bytes }) => {
      const ChecksumSHA256 = Buffer.from(hash, "hex").toString("base64");
      for (let tries = 1; ; tries++) {
        // The client tries all else again by itself; a stream can be read only once.
        const Body = createReadStream(path);
        try {
          await client.send(new s3.PutObjectCommand({ ...at(hash), Body, ContentLength: bytes, ChecksumSHA256 }));
          return;
        } catch (error) {
          if (tries === TRIES || isRefusal(error)) throw error;
          await clock.sleep(WAIT_MS * 2 ** tries);
        } finally {
          Body.destroy();
        }
      }
    },
    get: async (hash) => {
      try {
        const { Body } = await client.send(new s3.GetObjectCommand(at(hash)));
        return Body instanceof Readable ? Body : undefined;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    has: async (hash) => {
      try {
        await client.send(new s3.HeadObjectCommand(at(hash)));
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw error;
      }
    },
    remove: async (hash) => {
      await client.send(new s3.DeleteObjectCommand(at(hash)));
    },
    entries: async function* () {
      for await (const page of s3.paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
        for (const { Key = "", Size = 0, LastModified } of page.Contents ?? []) {
          const hash = Key.slice(prefix.length);
          if (isHash(hash) && LastModified) yield { hash, bytes: Size, changedAt: LastModified.getTime() };
        }
      }
    },
    close: () => client.destroy(),
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && (error.name === "NoSuchKey" || error.name === "NotFound");
}

/** What the bucket says no to, it says no to again. */
function isRefusal(error: unknown): boolean {
  const { httpStatusCode = 0 } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
  return httpStatusCode >= 400 && httpStatusCode < 500 && httpStatusCode !== 429;
}

function quiet(): void {
  // What it says of every request is of no use to an operator.
}
