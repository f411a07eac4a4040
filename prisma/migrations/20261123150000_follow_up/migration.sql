-- When an open message is looked at again if nothing else happens to it: null once it is final. -------------------
-- Its overdue receipts are asked for, and at its deadline it ends.

ALTER TABLE "messages"
  ADD COLUMN "follow_up_at" TIMESTAMPTZ(3),
  -- How often Routee's tracking was asked about it, and when last.
  ADD COLUMN "asks" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "asked_at" TIMESTAMPTZ(3);
CREATE INDEX "messages_follow_up" ON "messages" ("follow_up_at") WHERE "follow_up_at" IS NOT NULL;
UPDATE "messages" SET "follow_up_at" = now() WHERE NOT "final";

-- How long delivery took lately, per app, country and operator; '*' stands for all of them. Learnt by the worker.
CREATE TABLE "delivery_times" (
  "app_id" UUID NOT NULL REFERENCES "apps" ("id") ON DELETE CASCADE,
  "country" TEXT NOT NULL,
  "operator" TEXT NOT NULL,
  "samples" INTEGER NOT NULL,
  "p95_seconds" DOUBLE PRECISION NOT NULL,
  "learned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "delivery_times_pkey" PRIMARY KEY ("app_id", "country", "operator")
);

-- The circuit breaker of each app's way to Routee, shared by all processes. No row: nothing has failed yet.
CREATE TABLE "provider_circuits" (
  "app_id" UUID NOT NULL REFERENCES "apps" ("id") ON DELETE CASCADE,
  "failures" INTEGER NOT NULL,
  -- How often it opened since a request last succeeded.
  "opens" INTEGER NOT NULL DEFAULT 0,
  "opened_at" TIMESTAMPTZ(3),
  "retry_at" TIMESTAMPTZ(3),
  "trial_until" TIMESTAMPTZ(3),
  "last_failure_at" TIMESTAMPTZ(3) NOT NULL,
  "problem" TEXT NOT NULL,
  CONSTRAINT "provider_circuits_pkey" PRIMARY KEY ("app_id")
);
