import { Client } from "pg";

/**
 * Fills the months up to now with copies of one message that has ended, of all tables that age together. Whatever of
 * its rows holds the message's id gets the copy's, so that each copy is as consistent as the original.
 */

interface Month {
  /** As the partitions' names end. */
  month: string;
  begins: string;
  /** Where its copies end: the month's end, or some time before now. */
  until: string;
  current: boolean;
}

interface Table {
  parent: string;
  key: string;
  /** What of the original each column of a copy is, as SQL; the key is left out. */
  columns: readonly string[];
  values: readonly string[];
}

const withoutBodies = (table: Table): Table => ({
  ...table,
  values: table.values.map((value, index) => (table.columns[index] === BODIES ? "NULL" : value)),
});

const MONTHS = 13;
/** Receipts as they came: the largest column, which nothing reads again. */
const BODIES = "receipt";
/** How many months are filled at once. */
const AT_ONCE = 2;

/**
 * @param options.messages how many in all, spread evenly over twelve past months and the current one.
 * @param options.monthsWithBodies for so many of the latest months receipts are kept as they came, too; for those before
 *   only what they said, in events. @param options.say is told of each month.
 */
export async function seedMonths(options: {
  url: string;
  templateId: string;
  messages: number;
  monthsWithBodies: number;
  say: (line: string) => void;
}): Promise<void> {
  const { url, templateId, messages, monthsWithBodies, say } = options;
  const client = new Client({ connectionString: url });
  await client.connect();
  const { months, tables } = await plan(client, templateId).finally(() => client.end());
  const bare = new Set(months.slice(0, Math.max(0, MONTHS - monthsWithBodies)));
  const queue = months.values();
  const filling = Array.from({ length: AT_ONCE }, async () => {
    const own = new Client({ connectionString: url });
    await own.connect();
    try {
      for (const month of queue) {
        const begun = performance.now();
        await fill(
          own,
          month,
          bare.has(month) ? tables.map(withoutBodies) : tables,
          templateId,
          Math.round(messages / MONTHS),
        );
        say(`${month.month}: ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
      }
    } finally {
      await own.end();
    }
  });
  await Promise.all(filling);
}

async function plan(client: Client, templateId: string): Promise<{ months: Month[]; tables: Table[] }> {
  await client.query(
    `CREATE OR REPLACE FUNCTION bench_id(begins BIGINT, until BIGINT, n BIGINT, count BIGINT) RETURNS UUID
     LANGUAGE SQL IMMUTABLE PARALLEL SAFE AS $$
       SELECT (lpad(to_hex(begins + (until - begins) * n / count), 12, '0')
         || '7' || lpad(to_hex(n % 4096), 3, '0')
         || '8' || lpad(to_hex((n * 2654435761 + count) % 1152921504606846976), 15, '0'))::uuid
     $$`,
  );
  const months = await client.query<Month>(
    `SELECT to_char(m, '"y"YYYY"m"MM') AS month, (m AT TIME ZONE 'UTC')::text AS begins,
       least((m + interval '1 month') AT TIME ZONE 'UTC', now() - interval '10 minutes')::text AS until,
       m = date_trunc('month', now() AT TIME ZONE 'UTC') AS current
     FROM generate_series(date_trunc('month', now() AT TIME ZONE 'UTC') - interval '${MONTHS - 1} months',
       date_trunc('month', now() AT TIME ZONE 'UTC'), interval '1 month') m`,
  );
  const parents = await client.query<{ parent: string; key: string }>(
    `SELECT t AS parent, a.attname AS key FROM message_tables() t
     JOIN pg_partitioned_table p ON p.partrelid = quote_ident(t)::regclass
     JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]`,
  );
  const tables: Table[] = [];
  for (const { parent, key } of parents.rows) tables.push(await tableOf(client, parent, key, templateId));
  return { months: months.rows, tables };
}

/** Columns of text or JSON in which the original's rows hold its id are rewritten; the rest is copied. */
async function tableOf(client: Client, parent: string, key: string, templateId: string): Promise<Table> {
  const columns = await client.query<{ name: string; type: string }>(
    `SELECT quote_ident(column_name) AS name, data_type AS type FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 AND column_name NOT IN ($2, 'position')`,
    [parent, key],
  );
  const values: string[] = [];
  for (const { name, type } of columns.rows) {
    const holds = /^(text|jsonb?)$/.test(type)
      ? await client.query(`SELECT FROM ${parent} WHERE ${key} = $1 AND ${name}::text LIKE '%' || $1::text || '%'`, [
          templateId,
        ])
      : null;
    values.push(holds?.rowCount ? `replace(t.${name}::text, '${templateId}', i.id::text)::${type}` : `t.${name}`);
  }
  return { parent, key, columns: columns.rows.map(({ name }) => name), values };
}

const milliseconds = (time: string) => Date.parse(time);

/**
 * Fills one month in one transaction. Partitions of past months are made in it, without indexes, so that neither a log
 * has to be written nor an index kept; attaching makes them. The current month is there and gets rows as they come.
 */
async function fill(
  client: Client,
  month: Month,
  tables: readonly Table[],
  templateId: string,
  count: number,
): Promise<void> {
  await client.query("BEGIN");
  if (!month.current) await client.query("SELECT drop_message_month($1)", [month.month]);
  for (const table of tables) {
    const { parent, key, columns, values } = table;
    const child = `${parent}_${month.month}`;
    if (!month.current)
      await client.query(`CREATE TABLE ${child} (LIKE ${parent} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
    // OFFSET keeps the id from being worked out anew wherever it is used.
    await client.query(
      `INSERT INTO ${child} (${key}, ${columns.join(", ")}) SELECT i.id, ${values.join(", ")}
       FROM (SELECT bench_id(${milliseconds(month.begins)}, ${milliseconds(month.until)}, n, ${count}) AS id
         FROM generate_series(0, ${count - 1}) n OFFSET 0) i
       CROSS JOIN (SELECT * FROM ${parent} WHERE ${key} = '${templateId}') t`,
    );
    if (month.current) continue;
    await client.query(
      `ALTER TABLE ${parent} ATTACH PARTITION ${child} FOR VALUES FROM (uuid_v7_floor('${month.begins}'))
         TO (uuid_v7_floor((('${month.begins}'::timestamptz AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'))`,
    );
  }
  await client.query("COMMIT");
  for (const { parent } of tables) await client.query(`VACUUM (ANALYZE) ${parent}_${month.month}`);
}
