-- Messages are handed over from an index of what is due, without a job for each ------------------------------------

ALTER TABLE "messages"
  -- When a message that is `pending` may be handed over.
  ADD COLUMN "hand_over_at" TIMESTAMPTZ(3),
  -- Which worker made the request, so that it is known to be lost when that one dies.
  ADD COLUMN "requested_by" UUID;

UPDATE "messages" SET "hand_over_at" = coalesce("scheduled_at", now()) WHERE "hand_over" IN ('pending', 'held');

-- Messages of batches let those pass that were sent on their own.
CREATE INDEX "messages_hand_over" ON "messages" ("app_id", "hand_over_at")
  WHERE "hand_over" = 'pending' AND "batch_id" IS NULL;
CREATE INDEX "messages_hand_over_batch" ON "messages" ("app_id", "hand_over_at")
  WHERE "hand_over" = 'pending' AND "batch_id" IS NOT NULL;
CREATE INDEX "messages_requested" ON "messages" ("requested_by") WHERE "hand_over" = 'requested';

-- The jobs that did so before. The queue's tables are its own, made by the first worker.
DO $$
BEGIN
  IF to_regclass('graphile_worker.jobs') IS NOT NULL THEN
    PERFORM graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs WHERE task_identifier = 'hand-over';
  END IF;
END $$;
