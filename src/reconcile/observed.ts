import type { EvoLink } from "../evolink/evolink.ts";

/** The calls that EvoLink takes. */
export type EvoLinkCall = "create" | "read" | "credits" | "upload" | "delete";

/** Hears how each call to EvoLink ended: with this error, or well. It never throws. */
export type Ear = (error: unknown, call: EvoLinkCall) => Promise<void> | void;

/** EvoLink, with every call heard. The caller goes on when all have heard it. */
export function observed(evolink: EvoLink, ...ears: readonly Ear[]): EvoLink {
  const heard = async <T>(call: EvoLinkCall, answer: Promise<T>): Promise<T> => {
    try {
      const value = await answer;
      for (const ear of ears) await ear(undefined, call);
      return value;
    } catch (error) {
      for (const ear of ears) await ear(error, call);
      throw error;
    }
  };
  return {
    createTask: (body, signal) => heard("create", evolink.createTask(body, signal)),
    readTask: (id, signal) => heard("read", evolink.readTask(id, signal)),
    readCredits: (signal) => heard("credits", evolink.readCredits(signal)),
    uploadFile: (file, signal) => heard("upload", evolink.uploadFile(file, signal)),
    deleteFile: (fileId, signal) => heard("delete", evolink.deleteFile(fileId, signal)),
    close: () => evolink.close(),
  };
}
