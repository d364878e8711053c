import { messageOf } from "../base/errors.ts";
import { openBucket } from "../media/keep/bucket.ts";
import { parseBucketAddress } from "../media/keep/bucket-address.ts";
import { reasonOf } from "./ask.ts";
import type { Finding } from "./finding.ts";

const about = "media bucket";

/** What S3 says no with, by the names of its errors: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. */
const REFUSALS: Readonly<Record<string, string>> = {
  NoSuchBucket: "there is no such bucket: see its name, region and endpoint in MEDIA_URL",
  AccessDenied:
    "the keys may not list it: allow s3:ListBucket, and s3:GetObject, s3:PutObject and s3:DeleteObject for what is in it",
  InvalidAccessKeyId: "it doesn't know AWS_ACCESS_KEY_ID",
  SignatureDoesNotMatch: "AWS_SECRET_ACCESS_KEY is not the one of AWS_ACCESS_KEY_ID",
  RequestTimeTooSkewed: "this machine's clock is more than 15 min off",
  PermanentRedirect: "it is in another region: set that one in MEDIA_URL",
  AuthorizationHeaderMalformed: "it is in another region: set that one in MEDIA_URL",
  CredentialsProviderError: "there are no keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
};

/** Whether the bucket can be read: one page of its list. Writes nothing, and says so. */
export async function checkBucket(mediaUrl: string, parts: Parameters<typeof openBucket>[1]): Promise<Finding> {
  const address = parseBucketAddress(mediaUrl);
  const name = `${address.bucket}/${address.prefix}`;
  const bucket = await openBucket(address, parts);
  try {
    const { done } = await bucket.entries()[Symbol.asyncIterator]().next();
    const holds = done ? "it is empty" : "it has videos in it";
    return {
      about,
      is: "fine",
      says: `${name} can be listed, and ${holds}. Whether it takes new ones isn't tried: the first video shows it.`,
    };
  } catch (error) {
    const why = REFUSALS[error instanceof Error ? error.name : ""] ?? reasonOf(error);
    return { about, is: "wrong", says: `${name} can't be listed: ${why || messageOf(error)}.` };
  } finally {
    bucket.close();
  }
}
