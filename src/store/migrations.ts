import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { addElements } from "./migrations/002-elements.ts";
import { addPreferences } from "./migrations/003-preferences.ts";
import { addNotices } from "./migrations/004-notices.ts";
import { addPolicy } from "./migrations/005-policy.ts";
import { addReconcile } from "./migrations/006-reconcile.ts";
import { addCallbacks } from "./migrations/007-callbacks.ts";
import { addShares } from "./migrations/008-shares.ts";
import { addStills } from "./migrations/009-stills.ts";
import { addAdmins } from "./migrations/010-admins.ts";
import { addSlackFiles } from "./migrations/011-slack-files.ts";
import { addAdmitted } from "./migrations/013-admitted.ts";
import { addFileUses } from "./migrations/014-file-uses.ts";
import { addTerms } from "./migrations/015-terms.ts";
import { addRefusedKey } from "./migrations/016-refused-key.ts";
import { addPrivacy } from "./migrations/017-privacy.ts";
import { addLocale } from "./migrations/018-locale.ts";
import { addJobsOf } from "./migrations/019-jobs-of.ts";

/**
 * The migrations, in order, written once for both databases: 64-bit integers are `bigint`, which SQLite stores as its
 * integer. A migration that has landed is never changed.
 */
export const migrations: Record<string, Migration> = {
  "001_start": { up: start },
  "002_elements": { up: addElements },
  "003_preferences": { up: addPreferences },
  "004_notices": { up: addNotices },
  "005_policy": { up: addPolicy },
  "006_reconcile": { up: addReconcile },
  "007_callbacks": { up: addCallbacks },
  "008_shares": { up: addShares },
  "009_stills": { up: addStills },
  "010_admins": { up: addAdmins },
  "011_slack_files": { up: addSlackFiles },
  "013_admitted": { up: addAdmitted },
  "014_file_uses": { up: addFileUses },
  "015_terms": { up: addTerms },
  "016_refused_key": { up: addRefusedKey },
  "017_privacy": { up: addPrivacy },
  "018_locale": { up: addLocale },
  "019_jobs_of": { up: addJobsOf },
};

async function start(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("accounts")
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("touched_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("accounts_pk", ["workspace", "member"])
    .execute();

  await db.schema
    .createTable("pots")
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("pot", "text", (c) => c.notNull())
    .addColumn("granted", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("held", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("spent", "bigint", (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("pots_pk", ["workspace", "member", "pot"])
    .addCheckConstraint("pots_never_negative", sql`held >= 0 and spent >= 0 and granted >= held + spent`)
    .execute();

  await db.schema
    .createTable("holds")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("generation", "text", (c) => c.notNull().unique())
    .addColumn("amount", "bigint", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("resolved_at", "bigint")
    .addCheckConstraint("holds_positive", sql`amount > 0`)
    .execute();

  await db.schema
    .createTable("ledger")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("pot", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("amount", "bigint", (c) => c.notNull())
    .addColumn("hold", "text")
    .addColumn("generation", "text")
    .addColumn("note", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addCheckConstraint("ledger_amount", sql`amount >= 0 or kind = 'adjust'`)
    .execute();
  await db.schema.createIndex("ledger_member").on("ledger").columns(["workspace", "member", "id"]).execute();
  await db.schema.createIndex("ledger_hold").on("ledger").column("hold").execute();

  await db.schema
    .createTable("generations")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("platform", "text", (c) => c.notNull())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("channel", "text", (c) => c.notNull())
    .addColumn("thread", "text")
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("member_name", "text", (c) => c.notNull())
    .addColumn("source_id", "text", (c) => c.notNull())
    .addColumn("line", "text", (c) => c.notNull())
    .addColumn("model", "text", (c) => c.notNull())
    .addColumn("input", "text", (c) => c.notNull())
    .addColumn("price", "bigint", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("fence", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("lease_until", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("due_at", "bigint")
    .addColumn("admitted_at", "bigint")
    .addColumn("tries", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("message", "text")
    .addColumn("told", "text")
    .addColumn("task", "text")
    .addColumn("submitted_at", "bigint")
    .addColumn("estimate", "double precision")
    .addColumn("progress", "double precision", (c) => c.notNull().defaultTo(0))
    .addColumn("progress_at", "bigint")
    .addColumn("poll_at", "bigint")
    .addColumn("reserved", "bigint")
    .addColumn("result_url", "text")
    .addColumn("result_until", "bigint")
    .addColumn("video", "text")
    .addColumn("element", "text")
    .addColumn("deleted_at", "bigint")
    .addColumn("error_code", "text")
    .addColumn("error_detail", "text")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("finished_at", "bigint")
    .addUniqueConstraint("generations_source", ["platform", "workspace", "source_id"])
    .execute();
  await sql`create index generations_due on generations (due_at) where due_at is not null`.execute(db);
  // Not partial: a database can't see that a state given as a parameter is one of those that it would hold.
  await db.schema
    .createIndex("generations_state")
    .on("generations")
    .columns(["state", "admitted_at", "created_at"])
    .execute();
  await db.schema
    .createIndex("generations_running")
    .on("generations")
    .columns(["workspace", "member", "state"])
    .execute();
  await db.schema
    .createIndex("generations_member")
    .on("generations")
    .columns(["workspace", "member", "created_at"])
    .execute();

  await db.schema
    .createTable("locks")
    .addColumn("name", "text", (c) => c.primaryKey())
    .addColumn("touched_at", "bigint", (c) => c.notNull())
    .execute();

  await db.schema
    .createTable("durations")
    .addColumn("model", "text", (c) => c.primaryKey())
    .addColumn("count", "bigint", (c) => c.notNull())
    .addColumn("mean", "double precision", (c) => c.notNull())
    .addColumn("m2", "double precision", (c) => c.notNull())
    .execute();

  await db.schema
    .createTable("kv")
    .addColumn("key", "text", (c) => c.primaryKey())
    .addColumn("value", "text", (c) => c.notNull())
    .addColumn("expires_at", "bigint")
    .execute();

  await db.schema
    .createTable("playground_messages")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("key", "text", (c) => c.unique())
    .addColumn("channel", "text", (c) => c.notNull())
    .addColumn("audience", "text")
    .addColumn("author", "text", (c) => c.notNull())
    .addColumn("author_name", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("updated_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("playground_messages_channel")
    .on("playground_messages")
    .columns(["channel", "id"])
    .execute();
}
