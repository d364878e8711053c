/** Where an S3-compatible bucket is, and what stands before the names in it. */
export interface BucketAddress {
  bucket: string;
  /** Empty, or ending in a slash. */
  prefix: string;
  region: string;
  /** The server, where it is not Amazon's. */
  endpoint: string | undefined;
}

/** Amazon's rules for the names of buckets, which the others keep to. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^[\w!.*'()/-]*$/;
const OPTIONS = new Set(["region", "endpoint"]);

/**
 * Reads `s3://bucket/prefix?region=eu-central-1&endpoint=https://…`. The region is us-east-1 when none is said, which
 * servers without regions take. The keys are no part of it: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the
 * machine's own role, are what the client takes. Throws RangeError with a sentence for the operator.
 */
export function parseBucketAddress(text: string): BucketAddress {
  const url = URL.parse(text);
  if (url?.protocol !== "s3:") throw new RangeError("It wants s3://bucket/prefix?region=…&endpoint=…");
  if (url.username || url.password)
    throw new RangeError("Keys do not belong in it: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  if (!BUCKET.test(url.host)) throw new RangeError(`“${url.host}” is no name of a bucket`);
  const unknown = [...url.searchParams.keys()].find((name) => !OPTIONS.has(name));
  if (unknown !== undefined) throw new RangeError(`“${unknown}” is not known: there are region and endpoint`);
  const endpoint = url.searchParams.get("endpoint") ?? undefined;
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")) {
    throw new RangeError("Its endpoint is no http(s) address");
  }
  const path = url.pathname.replace(/^\/+|\/+$/g, "");
  if (!PREFIX.test(path)) throw new RangeError("Its prefix may hold letters, digits and !.*'()/-_ only");
  return {
    bucket: url.host,
    prefix: path === "" ? "" : `${path}/`,
    region: url.searchParams.get("region") ?? "us-east-1",
    endpoint,
  };
}

/** Whether `parseBucketAddress` takes it. */
export function isBucketAddress(text: string): boolean {
  try {
    parseBucketAddress(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
