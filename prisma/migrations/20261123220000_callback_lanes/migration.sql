-- Callbacks are taken by lane: an app's callbacks to one host ---------------------------------------------------------

-- Whether its address was known to fail when it was last looked at: those are read apart.
ALTER TABLE "callbacks" ADD COLUMN "failing" BOOLEAN NOT NULL DEFAULT false;

CREATE INDEX "callbacks_lane" ON "callbacks" ("app_id", split_part("url", '/', 3), "failing", "next_attempt_at")
WHERE "status" = 'pending';
DROP INDEX "callbacks_due";

-- Of a message's pending callbacks only the first has a time; the others get theirs when it is their turn.
UPDATE "callbacks" c SET "next_attempt_at" = NULL
WHERE c."status" = 'pending' AND EXISTS (
  SELECT FROM "callbacks" e WHERE e."message_id" = c."message_id" AND e."sequence" < c."sequence" AND e."status" = 'pending'
);
