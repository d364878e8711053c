import { z } from "zod";
import type { AccountCredits, Task, UploadedFile } from "./evolink.ts";

/** How long an uploaded file lives when its answer does not say; EvoLink’s upload page says 72 hours. */
const FILE_LIFE_MS = 72 * 3_600_000;

/** Codes and ids come as strings or as numbers; both are read as the digits or letters they are written in. */
const name = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => value !== "", "empty");

/** A number that may be written as a string, which is also what `readJson` makes of a very long one. */
const decimal = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

/** What lies beside the fact is worth nothing if it is strange, and must not cost the fact. */
const aside = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);

const task = z.object({
  id: name,
  status: z.string(),
  progress: aside(decimal),
  results: z.array(z.string()).nullish(),
  result_data: aside(z.object({ element_id: name })),
  error: aside(z.object({ code: aside(name), message: aside(z.string()) })),
  task_info: aside(z.object({ estimated_time: decimal })),
  usage: aside(z.object({ credits_reserved: decimal })),
});

/** The answer to a read: `status` and `results` have to be as documented. Unknown fields are passed over. */
export const readTaskWire = task.transform(toTask);

/** The answer to a create. Its id is paid for, so nothing else in the answer can make it unreadable. */
export const createdTaskWire = task
  .extend({ status: z.string().catch("pending"), results: task.shape.results.catch(null) })
  .transform(toTask);

const STATUSES = ["pending", "processing", "completed", "failed"] as const satisfies readonly Task["status"][];

function toTask(wire: z.infer<typeof task>): { task: Task; unfamiliarStatus?: string } {
  // The callback's page speaks of cancelled tasks, the query's statuses have none.
  const cancelled = /^cancell?ed$/.test(wire.status);
  const familiar = STATUSES.find((status) => status === wire.status);
  const status = cancelled ? "failed" : (familiar ?? "processing");
  const reserved = wire.usage?.credits_reserved;
  const seconds = wire.task_info?.estimated_time;
  const elementId = wire.result_data?.element_id;
  const error = {
    code: wire.error?.code ?? (cancelled ? "request_cancelled" : "unknown_error"),
    message: wire.error?.message ?? "",
  };
  return {
    task: {
      id: wire.id,
      status,
      progress: Math.min(100, Math.max(0, wire.progress ?? 0)),
      ...(seconds == null ? {} : { estimatedSeconds: seconds }),
      ...(reserved == null ? {} : { reserved }),
      results: wire.results ?? [],
      ...(elementId === undefined ? {} : { elementId }),
      ...(status === "failed" ? { error } : {}),
    },
    ...(familiar || cancelled ? {} : { unfamiliarStatus: wire.status }),
  };
}

/** The answer of `GET /v1/credits`. */
export const creditsWire = z
  .object({
    data: z.object({
      token: z.object({
        remaining_credits: decimal,
        used_credits: decimal,
        unlimited_credits: z.boolean().nullish(),
      }),
      user: z.object({ remaining_credits: decimal, used_credits: decimal }),
    }),
  })
  .transform(
    ({ data: { token, user } }): AccountCredits => ({
      token: {
        remaining: token.remaining_credits,
        used: token.used_credits,
        unlimited: token.unlimited_credits ?? false,
      },
      user: { remaining: user.remaining_credits, used: user.used_credits },
    }),
  );

/** The answer of an upload that began at `now`, in milliseconds since 1970. */
export const uploadWire = (now: number) =>
  z
    .object({ data: z.object({ file_id: name, file_url: z.url(), expires_at: z.string().nullish() }) })
    .transform(({ data }): UploadedFile => {
      const expiresAt = Date.parse(data.expires_at ?? "");
      return {
        fileId: data.file_id,
        url: data.file_url,
        expiresAt: Number.isNaN(expiresAt) ? now + FILE_LIFE_MS : expiresAt,
      };
    });

const words = aside(z.string());
const gatewayError = z.object({ error: z.object({ code: aside(name), message: words }) });
const fileServiceError = z.object({ success: z.literal(false), code: aside(name), msg: words, message: words });

/** What an error's body says of itself: the gateway's form, the file service's form, or nothing that can be read. */
export function readRefusal(body: unknown): { code: string | undefined; detail: string } {
  const gateway = gatewayError.safeParse(body);
  if (gateway.success) return { code: gateway.data.error.code ?? undefined, detail: gateway.data.error.message ?? "" };
  const file = fileServiceError.safeParse(body);
  if (file.success) return { code: file.data.code ?? undefined, detail: file.data.msg ?? file.data.message ?? "" };
  return { code: undefined, detail: "" };
}

/** Whether an answer with status 200 says in its body that it is none: `success` is false. */
export function saysFailure(body: unknown): boolean {
  return fileServiceError.safeParse(body).success;
}

/**
 * Reads JSON without losing digits: a whole number beyond 2^53 (an `element_id`) becomes the string of its digits.
 * Throws what `JSON.parse` throws.
 */
export function readJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    const long = typeof value === "number" && !Number.isSafeInteger(value) && source && /^-?\d+$/.test(source);
    return long ? source : value;
  });
}
