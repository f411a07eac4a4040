-- What changes with every receipt stands in a narrow table of its own -----------------------------------------------
-- A message's own row and its indexes are left alone by receipts. docs/decisions/0014 has the figures.

CREATE TABLE "message_states" (
  "message_id" UUID NOT NULL,
  "app_id" UUID NOT NULL,
  "batch_id" UUID,
  -- The message's own; without one its app's default counts when a status changes.
  "callback_strategy" TEXT,
  "status" TEXT NOT NULL,
  "final" BOOLEAN NOT NULL DEFAULT false,
  -- The newest event's.
  "sequence" INTEGER NOT NULL,
  -- JSON rather than JSONB: it is only ever read and written whole.
  "fold" JSON NOT NULL,
  "segment_count" INTEGER NOT NULL,
  "price" DECIMAL(18,8),
  "country" TEXT,
  "operator" TEXT,
  "latency" INTEGER,
  "reason_status" TEXT,
  "reason_description" TEXT,
  "final_at" TIMESTAMPTZ(3),
  CONSTRAINT "message_states_pkey" PRIMARY KEY ("message_id")
) PARTITION BY RANGE ("message_id");
CREATE INDEX "message_states_app_status" ON "message_states" ("app_id", "status", "message_id" DESC);
CREATE INDEX "message_states_batch" ON "message_states" ("batch_id", "status") WHERE "batch_id" IS NOT NULL;

-- When an open message is looked at again if nothing else happens. No row: before its hand-over, and once it is final.
CREATE TABLE "follow_ups" (
  "message_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "follow_ups_pkey" PRIMARY KEY ("message_id")
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.5);
CREATE INDEX "follow_ups_at" ON "follow_ups" ("at");

-- A receipt's bytes stand in the event that it became.
ALTER TABLE "message_events"
  ADD COLUMN "receipt" TEXT,
  ADD COLUMN "remote_address" TEXT,
  ALTER COLUMN "observation" TYPE JSON USING "observation"::json;

-- As before, for the tables that age together.
CREATE OR REPLACE FUNCTION "ensure_message_partitions"("around" TIMESTAMPTZ, "months_ahead" INTEGER) RETURNS INTEGER
LANGUAGE plpgsql AS $$
DECLARE
  "month" TIMESTAMP;
  "parent" TEXT;
  "child" TEXT;
  "made" INTEGER := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('tidings:partitions', 0));
  FOR i IN -1 .. "months_ahead" LOOP
    "month" := date_trunc('month', "around" AT TIME ZONE 'UTC') + make_interval(months => i);
    FOREACH "parent" IN ARRAY
      ARRAY['messages', 'message_states', 'message_events', 'callbacks', 'callback_attempts']
    LOOP
      "child" := "parent" || to_char("month", '"_y"YYYY"m"MM');
      IF to_regclass(quote_ident("child")) IS NULL THEN
        EXECUTE format(
          'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          "child", "parent",
          uuid_v7_floor("month" AT TIME ZONE 'UTC'),
          uuid_v7_floor(("month" + interval '1 month') AT TIME ZONE 'UTC')
        );
        "made" := "made" + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN "made";
END
$$;

-- Months of messages that are there already need theirs too.
DO $$
DECLARE
  "month" TEXT;
BEGIN
  FOR "month" IN
    SELECT substring(c.relname from '_y(\d{4}m\d{2})$') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'messages'::regclass
  LOOP
    PERFORM ensure_message_partitions(to_timestamp("month" || '02', 'YYYY"m"MMDD') AT TIME ZONE 'UTC' AT TIME ZONE 'UTC', 0);
  END LOOP;
END
$$;

INSERT INTO "message_states" ("message_id", "app_id", "batch_id", "callback_strategy", "status", "final", "sequence",
  "fold", "segment_count", "price", "country", "operator", "latency", "reason_status", "reason_description", "final_at")
SELECT "id", "app_id", "batch_id", "callback_strategy", "status", "final", "sequence",
  "fold"::json, "segment_count", "price", "country", "operator", "latency", "reason_status", "reason_description", "final_at"
FROM "messages";

INSERT INTO "follow_ups" ("message_id", "at")
SELECT "id", "follow_up_at" FROM "messages" WHERE "follow_up_at" IS NOT NULL;

UPDATE "message_events" e SET "receipt" = r."body", "remote_address" = r."remote_address"
FROM "receipts" r WHERE r."message_id" = e."message_id" AND r."sequence" = e."sequence";
DROP TABLE "receipts";

-- The indexes on these columns go with them.
ALTER TABLE "messages"
  DROP COLUMN "status", DROP COLUMN "final", DROP COLUMN "sequence", DROP COLUMN "fold", DROP COLUMN "segment_count",
  DROP COLUMN "price", DROP COLUMN "country", DROP COLUMN "operator", DROP COLUMN "latency",
  DROP COLUMN "reason_status", DROP COLUMN "reason_description", DROP COLUMN "final_at", DROP COLUMN "follow_up_at";
