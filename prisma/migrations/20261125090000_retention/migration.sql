-- Months of messages come and go while everything runs ----------------------------------------------------------------

-- Since when some of its messages are gone, because they were older than what is kept.
ALTER TABLE "batches" ADD COLUMN "messages_gone_at" TIMESTAMPTZ(3);

-- The tables that age together: all that are partitioned by range of a UUIDv7, messages first.
CREATE FUNCTION "message_tables"() RETURNS SETOF TEXT LANGUAGE SQL STABLE AS $$
  SELECT c.relname::text FROM pg_partitioned_table p
  JOIN pg_class c ON c.oid = p.partrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
  WHERE p.partstrat = 'r' AND p.partnatts = 1 AND a.atttypid = 'uuid'::regtype
    AND c.relnamespace = current_schema()::regnamespace
  ORDER BY c.relname <> 'messages', c.relname
$$;

-- The months that such a table has partitions for, as the ends of their names.
CREATE FUNCTION "message_months"() RETURNS TABLE ("month" TEXT, "begins" TIMESTAMPTZ) LANGUAGE SQL STABLE AS $$
  SELECT DISTINCT n.month, to_timestamp(n.month || '01', '"y"YYYY"m"MMDD')::timestamp AT TIME ZONE 'UTC'
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  CROSS JOIN LATERAL (SELECT substring(c.relname FROM '_(y\d{4}m\d{2})$') AS month) n
  WHERE i.inhparent IN (SELECT quote_ident(t)::regclass FROM message_tables() t) AND n.month IS NOT NULL
$$;

-- As before, for whatever tables there are, and without a lock that anybody waits for: a partition that is made with
-- its table waits for all who read it, a backup for example, and lets nobody else in meanwhile; one that is attached
-- does not. It is stored as the latest one is.
CREATE OR REPLACE FUNCTION "ensure_message_partitions"("around" TIMESTAMPTZ, "months_ahead" INTEGER) RETURNS INTEGER
LANGUAGE plpgsql AS $$
DECLARE
  "month" TIMESTAMP;
  "parent" TEXT;
  "child" TEXT;
  "options" TEXT;
  "made" INTEGER := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('tidings:partitions', 0));
  FOR i IN -1 .. "months_ahead" LOOP
    "month" := date_trunc('month', "around" AT TIME ZONE 'UTC') + make_interval(months => i);
    FOR "parent" IN SELECT message_tables() LOOP
      "child" := "parent" || to_char("month", '"_y"YYYY"m"MM');
      IF to_regclass(quote_ident("child")) IS NULL THEN
        SELECT array_to_string(c.reloptions, ', ') INTO "options"
        FROM pg_inherits p JOIN pg_class c ON c.oid = p.inhrelid
        WHERE p.inhparent = quote_ident("parent")::regclass ORDER BY c.relname DESC LIMIT 1;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', "child", "parent")
          || coalesce(' WITH (' || nullif("options", '') || ')', '');
        EXECUTE format(
          'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
          "parent", "child",
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

-- The months that are older than what is kept, the oldest first, with the bounds of their messages' ids: the current
-- month is kept, and so many whole ones before it. None where nothing is said.
CREATE FUNCTION "expired_message_months"("around" TIMESTAMPTZ, "keep" INTEGER)
RETURNS TABLE ("month" TEXT, "from_id" UUID, "until_id" UUID) LANGUAGE SQL STABLE STRICT AS $$
  SELECT m.month, uuid_v7_floor(m.begins),
    uuid_v7_floor((m.begins AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')
  FROM message_months() m
  WHERE m.begins AT TIME ZONE 'UTC'
    < date_trunc('month', "around" AT TIME ZONE 'UTC') - make_interval(months => "keep")
  ORDER BY m.begins
$$;

-- Drops a month of all tables that age together. Returns how many partitions went.
CREATE FUNCTION "drop_message_month"("month" TEXT) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  "child" TEXT;
  "dropped" INTEGER := 0;
BEGIN
  FOR "child" IN SELECT t || '_' || "month" FROM message_tables() t LOOP
    IF to_regclass(quote_ident("child")) IS NOT NULL THEN
      EXECUTE format('DROP TABLE %I', "child");
      "dropped" := "dropped" + 1;
    END IF;
  END LOOP;
  RETURN "dropped";
END
$$;
