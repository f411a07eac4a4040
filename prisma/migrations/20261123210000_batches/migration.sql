-- Batches are released, paused and followed ------------------------------------------------------------------------

-- `held`: it waits like `pending`, and is not handed over until its batch goes on.
ALTER TABLE "messages" DROP CONSTRAINT "messages_hand_over_check";
ALTER TABLE "messages" ADD CONSTRAINT "messages_hand_over_check"
  CHECK ("hand_over" IN ('pending', 'requested', 'lost', 'settled', 'held'));

-- What of a batch is still under way. Its columns change together with others that are indexed anyway.
CREATE INDEX "messages_batch_open" ON "messages" ("batch_id", "status") WHERE "batch_id" IS NOT NULL AND NOT "final";

ALTER TABLE "batches"
  -- What is filled in where a recipient has no variable of that name.
  ADD COLUMN "fallback" JSONB NOT NULL DEFAULT '{}',
  -- How many recipients were not accepted: the length of `rejected`, which can be long.
  ADD COLUMN "rejected_count" INTEGER NOT NULL DEFAULT 0,
  -- Messages by status when the batch ended, so that lists need not count them again.
  ADD COLUMN "counts" JSONB,
  -- The progress that was last told (messages by status), how often it was, and when it is looked at again.
  ADD COLUMN "told" JSONB,
  ADD COLUMN "reports" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "look_at" TIMESTAMPTZ(3);

-- Batches whose messages have not all ended.
CREATE INDEX "batches_unfinished" ON "batches" ("app_id", "id") WHERE "finished_at" IS NULL;
DROP INDEX "batches_open";
