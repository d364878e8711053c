import type { ExpressionBuilder } from "kysely";
import { ownerTag } from "../../base/owner-tag.ts";
import { hashesIn } from "../../store/file-uses.ts";
import type { Db, Tables } from "../../store/tables.ts";
import { leaveFiles } from "../member/leaving.ts";
import type { Owner } from "../member/owner.ts";
import { inTurns, nobodys, type Place, pagesOf, ROWS_AT_ONCE } from "../member/place.ts";

export const kv: Place = {
  ...nobodys("kv", "what may be lost at any time, by its key: the keys below", []),
  ...{ forgotten: "what the keys below say", stays: "what the keys below say" },
  columns: { forgotten: ["key", "value", "expires_at"], stays: [] },
  unexported: "the keys below are",
};

/** Keys that begin so are the member's. */
type Prefix = (owner: Owner) => string;

/** The files of a draft are held by nothing else: until a day has passed, a sweep takes them for young. */
export const drafts = keysOf({
  where: "draft:",
  holds: "requests and characters that wait for the member's own yes, for a day",
  exported: "drafts",
  prefix: ({ workspace, member }) => `draft:${ownerTag(workspace, member)}`,
});

const discordTag: Prefix = ({ member }) => ownerTag("discord", member);

export const discordLines = keysOf({
  where: "discord:line:",
  holds: "typed lines that a button has no room for, for 30 days; of all servers, as Discord's buttons are",
  exported: "discordLines",
  prefix: (owner) => `discord:line:${discordTag(owner)}`,
});

export const discordFiles = keysOf({
  where: "discord:files:",
  holds: "names and Discord's addresses of files in a form, for a day",
  exported: "discordFiles",
  prefix: (owner) => `discord:files:${discordTag(owner)}`,
});

export const discordFilesOf = keysOf({
  where: "discord:files-of:",
  holds: "names and Discord's addresses of files of a command that was refused, for a day",
  exported: "discordFilesOfRefused",
  prefix: (owner) => `discord:files-of:${discordTag(owner)}`,
});

export const discordHome = keysOf({
  where: "discord:home:",
  holds: "on which server the member used Reelay last, for what they ask in direct messages",
  exported: "discordHome",
  prefix: ({ member }) => `discord:home:${member}`,
});

export const slackLines = keysOf({
  where: "slack:kept:",
  holds: "typed lines and names of files that a button has no room for, for 30 days",
  exported: "slackLines",
  prefix: ({ member }) => `slack:kept:${ownerTag("slack", member)}`,
});

export const discordLimits: Place = {
  kind: "keys",
  where: "discord:upload-refused:",
  holds: "how large a file a server takes",
  forgotten: "nothing",
  stays: "all of it: nothing in it is a member's",
  unexported: "nothing in it is a member's",
};

export const uploads: Place = {
  kind: "keys",
  where: "upload:",
  holds: "where the gateway has a picture that a job was made from, for three days, by the picture's hash",
  forgotten: "those of pictures that nobody else needs, with the picture at the gateway",
  stays: "those of pictures that others' jobs or characters need too",
  unexported: "the jobs name the pictures",
};

function keysOf(about: Pick<Place, "where" | "holds"> & { exported: string; prefix: Prefix }): Place {
  const { prefix, ...place } = about;
  return {
    ...place,
    ...{ kind: "keys", forgotten: "all of it", stays: "nothing" },
    rows: (db, owner) =>
      pagesOf(
        (after) => keysAfter(db, prefix(owner), after).select(["key", "value", "expires_at"]).execute(),
        ({ key }) => key,
      ),
    forget: ({ db, owner }) =>
      inTurns(db, async (tx) => {
        const rows = await keysAfter(tx, prefix(owner), "").select(["key", "value"]).execute();
        const keys = rows.map(({ key }) => key);
        if (keys.length > 0) await tx.deleteFrom("kv").where("key", "in", keys).execute();
        await leaveFiles(tx, owner, hashesIn(...rows.map(({ value }) => value)));
        return keys.length;
      }),
  };
}

function keysAfter(db: Db, prefix: string, after: string) {
  return db.selectFrom("kv").where(beginsWith(prefix)).where("key", ">", after).orderBy("key").limit(ROWS_AT_ONCE);
}

/** Not LIKE, for which SQLite takes "A" for "a" and both read "_" as any letter. */
function beginsWith(prefix: string) {
  return (eb: ExpressionBuilder<Tables, "kv">) =>
    eb(eb.fn<string>("substr", ["key", eb.lit(1), eb.lit(prefix.length)]), "=", prefix);
}
