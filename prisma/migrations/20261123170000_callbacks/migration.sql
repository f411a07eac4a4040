-- Callbacks out: an outbox, written in the transaction of the event that each tells of. Partitioned like messages. ---

CREATE TABLE "callbacks" (
  "message_id" UUID NOT NULL,
  -- The event's.
  "sequence" INTEGER NOT NULL,
  "id" UUID NOT NULL,
  "app_id" UUID NOT NULL,
  "url" TEXT NOT NULL,
  -- Frozen when the event happens, so that every attempt is the same byte for byte.
  "body" TEXT NOT NULL,
  "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'delivered', 'failed', 'held')),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  -- When it is tried next, while it is pending.
  "next_attempt_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "last_http_status" INTEGER,
  "last_problem" TEXT,
  "done_at" TIMESTAMPTZ(3),
  CONSTRAINT "callbacks_pkey" PRIMARY KEY ("message_id", "sequence")
) PARTITION BY RANGE ("message_id");
CREATE INDEX "callbacks_id" ON "callbacks" ("id");
CREATE INDEX "callbacks_app" ON "callbacks" ("app_id", "id" DESC);
CREATE INDEX "callbacks_due" ON "callbacks" ("app_id", "next_attempt_at") WHERE "status" = 'pending';
CREATE INDEX "callbacks_held" ON "callbacks" ("app_id", "url") WHERE "status" = 'held';

CREATE TABLE "callback_attempts" (
  "message_id" UUID NOT NULL,
  "sequence" INTEGER NOT NULL,
  -- From 1.
  "attempt" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "trigger" TEXT NOT NULL CHECK ("trigger" IN ('auto', 'manual', 'replay', 'test')),
  -- Who asked for it; null when nobody had to.
  "account_id" UUID,
  "http_status" INTEGER,
  "duration_ms" INTEGER NOT NULL,
  "problem" TEXT,
  "response_excerpt" TEXT,
  CONSTRAINT "callback_attempts_pkey" PRIMARY KEY ("message_id", "sequence", "attempt")
) PARTITION BY RANGE ("message_id");

-- Addresses that fail: since when, and whether their callbacks are held back. No row: nothing is wrong with it.
CREATE TABLE "callback_endpoints" (
  "app_id" UUID NOT NULL REFERENCES "apps" ("id") ON DELETE CASCADE,
  "url" TEXT NOT NULL,
  "failing_since" TIMESTAMPTZ(3) NOT NULL,
  "paused_at" TIMESTAMPTZ(3),
  "problem" TEXT NOT NULL,
  CONSTRAINT "callback_endpoints_pkey" PRIMARY KEY ("app_id", "url")
);

-- The secret before the current one signs too until then.
ALTER TABLE "apps"
  ADD COLUMN "previous_signing_secret" TEXT,
  ADD COLUMN "previous_signing_until" TIMESTAMPTZ(3);

-- As before, for all tables that age together.
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
    FOREACH "parent" IN ARRAY ARRAY['messages', 'message_events', 'receipts', 'callbacks', 'callback_attempts'] LOOP
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
