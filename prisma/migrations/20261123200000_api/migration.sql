-- API keys: each an OAuth2 client of one app ------------------------------------------------------------------------

CREATE TABLE "api_keys" (
  "id" UUID NOT NULL,
  "app_id" UUID NOT NULL REFERENCES "apps" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL,
  -- SHA-256; the secret is 32 random bytes, so that nothing slower is needed.
  "secret_hash" BYTEA NOT NULL,
  "secret_last4" TEXT NOT NULL,
  "scopes" TEXT[] NOT NULL,
  "requests_per_minute" INTEGER NOT NULL CHECK ("requests_per_minute" > 0),
  "created_by" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "api_keys_secret_hash_key" ON "api_keys" ("secret_hash");
CREATE INDEX "api_keys_app" ON "api_keys" ("app_id", "id" DESC);

CREATE TABLE "access_tokens" (
  -- The token itself is derived from it, so that one that is alive can be given again without being stored.
  "id" UUID NOT NULL,
  "token_hash" BYTEA NOT NULL,
  "key_id" UUID NOT NULL REFERENCES "api_keys" ("id") ON DELETE CASCADE,
  "scopes" TEXT[] NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "access_tokens_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "access_tokens_token_hash_key" ON "access_tokens" ("token_hash");
CREATE INDEX "access_tokens_key" ON "access_tokens" ("key_id", "expires_at");
CREATE INDEX "access_tokens_expires_at_idx" ON "access_tokens" ("expires_at");

-- One row an hour for each key; the newest one also counts the current minute, for the rate limit.
CREATE TABLE "api_key_usage" (
  "key_id" UUID NOT NULL REFERENCES "api_keys" ("id") ON DELETE CASCADE,
  "hour" TIMESTAMPTZ(3) NOT NULL,
  "requests" BIGINT NOT NULL,
  -- Of these, so many came over the limit.
  "limited" BIGINT NOT NULL DEFAULT 0,
  "minute" TIMESTAMPTZ(3) NOT NULL,
  "minute_requests" INTEGER NOT NULL,
  "last_used_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "api_key_usage_pkey" PRIMARY KEY ("key_id", "hour")
);

-- Answers kept for repetitions may hold what is shown only once; those are encrypted.
ALTER TABLE "idempotency_keys" ADD COLUMN "sealed" BOOLEAN NOT NULL DEFAULT false;

-- Batches: one text to many recipients -----------------------------------------------------------------------------

CREATE TABLE "batches" (
  "id" UUID NOT NULL,
  "app_id" UUID NOT NULL,
  "name" TEXT,
  -- `campaign`: made through Routee's own addresses.
  "kind" TEXT NOT NULL DEFAULT 'batch' CHECK ("kind" IN ('batch', 'campaign')),
  "state" TEXT NOT NULL CHECK ("state" IN ('scheduled', 'running', 'paused', 'cancelled', 'finished')),
  "account_id" UUID,
  "key_id" UUID,
  "body" TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "label" TEXT,
  "flash" BOOLEAN NOT NULL DEFAULT false,
  "ttl" INTEGER,
  "transcode" BOOLEAN,
  "callback_url" TEXT,
  "callback_strategy" TEXT,
  -- Where the progress of a campaign is told.
  "progress_url" TEXT,
  "progress_strategy" TEXT,
  -- How many recipients were accepted, and those that were not.
  "accepted" INTEGER NOT NULL,
  "rejected" JSONB NOT NULL DEFAULT '[]',
  -- What else was asked for, as it came.
  "asked" JSONB NOT NULL DEFAULT '{}',
  "scheduled_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "batches_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "batches_app" ON "batches" ("app_id", "id" DESC);
CREATE INDEX "batches_open" ON "batches" ("state", "id") WHERE "state" IN ('scheduled', 'running', 'paused');
CREATE UNIQUE INDEX "batches_campaign_name" ON "batches" ("app_id", "name") WHERE "kind" = 'campaign' AND "name" IS NOT NULL;

-- Recipients whose message is not made yet. A row leaves in the transaction that makes its message.
CREATE TABLE "batch_recipients" (
  "batch_id" UUID NOT NULL REFERENCES "batches" ("id") ON DELETE CASCADE,
  -- From 1, as given.
  "row" INTEGER NOT NULL,
  "to" TEXT NOT NULL,
  "variables" JSONB,
  CONSTRAINT "batch_recipients_pkey" PRIMARY KEY ("batch_id", "row")
);

ALTER TABLE "messages"
  ADD COLUMN "key_id" UUID,
  ADD COLUMN "batch_id" UUID;
CREATE INDEX "messages_batch" ON "messages" ("batch_id", "id" DESC) INCLUDE ("status") WHERE "batch_id" IS NOT NULL;
