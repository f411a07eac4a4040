-- What each worker counted and timed, to be read through any web process --------------------------------------------

ALTER TABLE "workers" ADD COLUMN "metrics" JSONB;
