-- People ---------------------------------------------------------------------------------------------------------

CREATE TABLE "accounts" (
  "id" UUID NOT NULL,
  "email" TEXT NOT NULL,
  "password_hash" TEXT NOT NULL,
  "role" TEXT NOT NULL DEFAULT 'owner' CHECK ("role" IN ('owner')),
  "session_version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "accounts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "accounts_email_lower" CHECK ("email" = lower("email"))
);
CREATE UNIQUE INDEX "accounts_email_key" ON "accounts" ("email");

CREATE TABLE "sign_in_throttle" (
  "key" TEXT NOT NULL,
  "failures" INTEGER NOT NULL,
  "last_failed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "sign_in_throttle_last_failed_at_idx" ON "sign_in_throttle" ("last_failed_at");

-- Apps -----------------------------------------------------------------------------------------------------------

CREATE TABLE "apps" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "environment" TEXT NOT NULL CHECK ("environment" IN ('sandbox', 'live')),
  "application_id" TEXT NOT NULL,
  "application_secret" TEXT NOT NULL,
  "application_secret_last4" TEXT NOT NULL,
  "callback_signing_secret" TEXT NOT NULL,
  "default_sender" TEXT,
  "default_callback_url" TEXT,
  "default_callback_strategy" TEXT CHECK ("default_callback_strategy" IN ('OnChange', 'OnCompletion')),
  "enforce_transcode" BOOLEAN NOT NULL DEFAULT false,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "archived_at" TIMESTAMPTZ(3),
  CONSTRAINT "apps_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "apps_callback_whole" CHECK (("default_callback_url" IS NULL) = ("default_callback_strategy" IS NULL))
);

-- Messages and what became of them: one partition a month, by the time inside the message's UUIDv7 ----------------

CREATE TABLE "messages" (
  "id" UUID NOT NULL,
  "app_id" UUID NOT NULL,
  "account_id" UUID,
  "to" TEXT NOT NULL,
  "from" TEXT,
  "body" TEXT NOT NULL,
  "label" TEXT,
  "flash" BOOLEAN NOT NULL DEFAULT false,
  "ttl" INTEGER,
  "transcode" BOOLEAN,
  "encoding" TEXT NOT NULL,
  "segment_count" INTEGER NOT NULL,
  "callback_url" TEXT,
  "callback_strategy" TEXT,
  "status" TEXT NOT NULL,
  "final" BOOLEAN NOT NULL DEFAULT false,
  "sequence" INTEGER NOT NULL,
  "fold" JSONB NOT NULL,
  "tracking_id" TEXT,
  "price" DECIMAL(18,8),
  "currency" TEXT,
  "country" TEXT,
  "operator" TEXT,
  "latency" INTEGER,
  "reason_status" TEXT,
  "reason_description" TEXT,
  "hand_over" TEXT NOT NULL DEFAULT 'pending' CHECK ("hand_over" IN ('pending', 'requested', 'lost', 'settled')),
  "hand_over_attempts" INTEGER NOT NULL DEFAULT 0,
  "requested_at" TIMESTAMPTZ(3),
  "scheduled_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "final_at" TIMESTAMPTZ(3),
  CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");
CREATE INDEX "messages_app" ON "messages" ("app_id", "id" DESC);
CREATE INDEX "messages_status" ON "messages" ("status", "id" DESC);
CREATE INDEX "messages_app_status" ON "messages" ("app_id", "status", "id" DESC);
CREATE INDEX "messages_to" ON "messages" ("to", "id" DESC);
CREATE INDEX "messages_label" ON "messages" ("label", "id" DESC) WHERE "label" IS NOT NULL;
CREATE INDEX "messages_tracking" ON "messages" ("tracking_id") WHERE "tracking_id" IS NOT NULL;

-- A sequence rather than an identity column: partitioned tables take those only from PostgreSQL 17 on.
-- No cache, so that a number given out late is a number used late (the live stream waits for gaps).
CREATE SEQUENCE "message_events_position" AS BIGINT CACHE 1;

CREATE TABLE "message_events" (
  "message_id" UUID NOT NULL,
  "sequence" INTEGER NOT NULL,
  "position" BIGINT NOT NULL DEFAULT nextval('message_events_position'::regclass),
  "app_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  "source" TEXT NOT NULL CHECK ("source" IN ('dashboard', 'response', 'receipt', 'tracking', 'sweeper')),
  "status" TEXT NOT NULL,
  "segment" INTEGER,
  "sms_id" TEXT,
  "verdict" TEXT NOT NULL CHECK ("verdict" IN ('applied', 'stale', 'duplicate')),
  "reason_status" TEXT,
  "reason_description" TEXT,
  "observation" JSONB NOT NULL,
  "payload" JSONB,
  "message_status" TEXT NOT NULL,
  "message_final" BOOLEAN NOT NULL,
  CONSTRAINT "message_events_pkey" PRIMARY KEY ("message_id", "sequence")
) PARTITION BY RANGE ("message_id");
CREATE INDEX "message_events_position_idx" ON "message_events" ("position");

CREATE TABLE "receipts" (
  "message_id" UUID NOT NULL,
  "sequence" INTEGER NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  "remote_address" TEXT,
  "body" TEXT NOT NULL,
  CONSTRAINT "receipts_pkey" PRIMARY KEY ("message_id", "sequence")
) PARTITION BY RANGE ("message_id");

-- The smallest UUIDv7 of a moment (RFC 9562, section 5.7): 48 bits of milliseconds, then version and variant.
CREATE FUNCTION "uuid_v7_floor"("moment" TIMESTAMPTZ) RETURNS UUID LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM "moment") * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;

-- Makes the partitions of the months around now, for the three tables that age together. Safe to call from several
-- processes at once; returns how many it made.
CREATE FUNCTION "ensure_message_partitions"("around" TIMESTAMPTZ, "months_ahead" INTEGER) RETURNS INTEGER
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
    FOREACH "parent" IN ARRAY ARRAY['messages', 'message_events', 'receipts'] LOOP
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
SELECT "ensure_message_partitions"(now(), 3);

-- Bookkeeping ----------------------------------------------------------------------------------------------------

CREATE TABLE "idempotency_keys" (
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "request_hash" BYTEA NOT NULL,
  "status" INTEGER,
  "body" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("scope", "key")
);
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" ("created_at");

CREATE TABLE "workers" (
  "id" UUID NOT NULL,
  "lock_key" BIGINT NOT NULL,
  "worker_ids" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "host" TEXT NOT NULL,
  "pid" INTEGER NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);
