import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Brings a database up to date: our migrations with Prisma's own schema engine (compiled to WebAssembly, so that
 * nothing is downloaded; it records in `_prisma_migrations` just as `prisma migrate deploy` does), then
 * graphile-worker's. Several machines may do it at once: one does, the others wait.
 */
const ROOT = resolve(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const MINIMUM_SERVER = 15;
/** "tidings" in numbers; held while migrating. */
const LOCK = "8390880602192536435";

/**
 * @param {string} databaseUrl
 * @returns {Promise<string[]>} the names of the migrations that were applied
 */
export async function migrate(databaseUrl) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await checkServer(client);
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const pending = await pendingMigrations(client);
    const applied = pending.length > 0 ? await applyMigrations(databaseUrl) : [];
    await migrateQueue(databaseUrl);
    return applied;
  } finally {
    await client.end();
  }
}

/** @param {import("pg").Client} client */
async function checkServer(client) {
  const { rows } = await client.query("SELECT current_setting('server_version_num')::int / 10000 AS major");
  const major = Number(rows[0]?.major);
  if (major < MINIMUM_SERVER) throw new Error(`PostgreSQL ${MINIMUM_SERVER} or newer is needed; this is ${major}.`);
}

/** @returns {Promise<string[]>} the names of our migrations, in order */
async function migrationNames() {
  const entries = await readdir(join(ROOT, "prisma/migrations"), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * What is not applied yet. Asking first keeps the engine, which takes a while to load, out of an ordinary start.
 * @param {import("pg").Client} client
 */
async function pendingMigrations(client) {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
  const names = await migrationNames();
  if (table.rows[0]?.name === null) return names;
  const done = await client.query(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set(done.rows.map((row) => row.migration_name));
  return names.filter((name) => !applied.has(name));
}

/** @param {string} databaseUrl */
async function applyMigrations(databaseUrl) {
  const [{ PrismaPg }, { bindMigrationAwareSqlAdapterFactory }, SchemaEngine] = await Promise.all([
    import("@prisma/adapter-pg"),
    import("@prisma/driver-adapter-utils"),
    loadEngine(),
  ]);
  const schema = await readFile(join(ROOT, "prisma/schema.prisma"), "utf8");
  const factory = new PrismaPg({ connectionString: databaseUrl });
  const connect = factory.connect.bind(factory);
  /** @type {{ dispose(): Promise<void> }[]} */
  const connections = [];
  factory.connect = async () => {
    const connection = await connect();
    connections.push(connection);
    // The adapter cuts scripts at every semicolon, also inside functions and comments. PostgreSQL takes a whole
    // script, as one transaction, which is also what the native engine sends.
    connection.executeScript = async (script) => {
      await connection.underlyingDriver().query(script);
    };
    return connection;
  };
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => undefined, adapter);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await migrationsList(),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } finally {
    await Promise.all(connections.map((connection) => connection.dispose()));
  }
}

async function loadEngine() {
  const engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const file = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), { "./schema_engine_bg.js": engine });
  engine.__wbg_set_wasm(instance.exports);
  const begin = instance.exports.__wbindgen_start;
  if (typeof begin === "function") begin();
  return engine.SchemaEngine;
}

async function migrationsList() {
  const baseDir = join(ROOT, "prisma/migrations");
  const migrationDirectories = await Promise.all(
    (await migrationNames()).map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: /** @type {const} */ ("ok"),
          value: await readFile(join(baseDir, name, "migration.sql"), "utf8"),
        },
      },
    })),
  );
  const lockfile = {
    path: "migration_lock.toml",
    content: await readFile(join(baseDir, "migration_lock.toml"), "utf8"),
  };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}

/** @param {string} connectionString */
async function migrateQueue(connectionString) {
  const { Logger, runMigrations } = await import("graphile-worker");
  await runMigrations({ connectionString, logger: new Logger(() => () => undefined) });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error("DATABASE_URL is missing: name the database to migrate.");
    process.exit(1);
  }
  const applied = await migrate(url).catch((error) => {
    // A connection that fails at each of a name's addresses has no message of its own, only a code.
    console.error(error.message || error.code || String(error));
    process.exit(1);
  });
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
  // The engine leaves a timer behind that would keep the process for ten seconds.
  process.exit(0);
}
