import type { EvoLink } from "../evolink/evolink.ts";

/** Hears how each call to EvoLink ended: with this error, or well. It never throws. */
export type Ear = (error: unknown) => Promise<void> | void;

/** EvoLink, with every call heard. The caller goes on when all have heard it. */
export function observed(evolink: EvoLink, ...ears: readonly Ear[]): EvoLink {
  const heard = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      const value = await answer;
      for (const ear of ears) await ear(undefined);
      return value;
    } catch (error) {
      for (const ear of ears) await ear(error);
      throw error;
    }
  };
  return {
    createTask: (body, signal) => heard(evolink.createTask(body, signal)),
    readTask: (id, signal) => heard(evolink.readTask(id, signal)),
    readCredits: (signal) => heard(evolink.readCredits(signal)),
    uploadFile: (file, signal) => heard(evolink.uploadFile(file, signal)),
    deleteFile: (fileId, signal) => heard(evolink.deleteFile(fileId, signal)),
    close: () => evolink.close(),
  };
}
