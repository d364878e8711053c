import { Resolver } from "node:dns";
import { isIP, type LookupFunction } from "node:net";

/** How long a name server may take, and how often it is asked. */
const PATIENCE = { timeout: 3_000, tries: 2 };

/** The part of Node's resolver that is used. */
type Ask = Pick<Resolver, "resolve4" | "resolve6">;

/**
 * Looks up names of the public internet for links that members give. The system's own look-up keeps one of the four
 * threads that all files are read by for as long as a name server is silent, and anybody can have a name whose server
 * is: four links would stop the process. This one asks the name servers from the event loop, and gives up.
 */
export function createLookup(resolver: Ask = new Resolver(PATIENCE)): LookupFunction {
  return (host, options, callback) => {
    void Promise.all([ask(resolver, "resolve4", host), ask(resolver, "resolve6", host)]).then((answers) => {
      const found = answers.flat().map((address) => ({ address, family: isIP(address) }));
      const [first] = found;
      if (!first) callback(Object.assign(new Error(`No address of ${host} was found`), { code: "ENOTFOUND" }), "");
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}

/** A name that has no address of a kind, or whose server doesn't say, has none of it. */
function ask(resolver: Ask, kind: "resolve4" | "resolve6", host: string): Promise<string[]> {
  return new Promise((resolve) => {
    resolver[kind](host, (error, addresses) => resolve(error ? [] : addresses));
  });
}
