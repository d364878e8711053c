import type { Config } from "./config/environment.ts";

/** Where this server is reached: by its public address, or on this machine once it listens. */
export interface OwnAddress {
  /** The address that others have for it, where the operator gave one. */
  readonly publicUrl: string | undefined;
  /** Its address on this machine; undefined until it listens. */
  local(): string | undefined;
  /** It listens now. */
  is(address: string): void;
}

export function createOwnAddress({ PUBLIC_URL: publicUrl }: Pick<Config, "PUBLIC_URL">): OwnAddress {
  let local: string | undefined;
  return {
    publicUrl,
    local: () => local,
    is: (address) => {
      local = address;
    },
  };
}
