-- Defaults of an app for its messages: validity, and hours in which nothing is handed over (wall clock of a zone). ----

ALTER TABLE "apps"
  -- Minutes.
  ADD COLUMN "default_ttl" INTEGER CHECK ("default_ttl" BETWEEN 1 AND 4320),
  -- Minutes after midnight; from may be later than until, across midnight.
  ADD COLUMN "quiet_from" INTEGER CHECK ("quiet_from" BETWEEN 0 AND 1439),
  ADD COLUMN "quiet_until" INTEGER CHECK ("quiet_until" BETWEEN 0 AND 1439),
  ADD COLUMN "quiet_zone" TEXT,
  -- It is being deleted: gone for everybody, while its messages are removed bit by bit.
  ADD COLUMN "deleting_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "apps_quiet_whole" CHECK (("quiet_from" IS NULL) = ("quiet_until" IS NULL) AND ("quiet_from" IS NULL) = ("quiet_zone" IS NULL));

ALTER TABLE "callbacks"
  -- Attempts that the timetable counts: of the current round, without those that people ask for.
  ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0,
  -- Why the next attempts are made, and who asked for them.
  ADD COLUMN "trigger" TEXT NOT NULL DEFAULT 'auto' CHECK ("trigger" IN ('auto', 'replay')),
  ADD COLUMN "account_id" UUID;
