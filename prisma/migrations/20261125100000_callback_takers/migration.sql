-- Which worker is at a callback, so that what a worker that died had taken is given back at once. Few at any time.
ALTER TABLE "callbacks" ADD COLUMN "taken_by" UUID;

CREATE INDEX "callbacks_taken" ON "callbacks" ("taken_by")
WHERE "status" = 'pending' AND "taken_by" IS NOT NULL;
