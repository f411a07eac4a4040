import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Network, parseNetwork } from "./address-guard";
import { type TraceConfig, traceConfigOf, traceSettings } from "./trace-config";

/**
 * The settings (http-contract.md, docs/configuration.md), read once from the environment. Nothing else in app/,
 * components/ or lib/ looks at `process.env`.
 */
export interface Config {
  port: number;
  publicUrl: URL;
  databaseUrl: string;
  /** Connections this process keeps at most. */
  databasePool: number;
  /** How long a web process waits for an answer of the database before it gives up the connection. */
  databaseTimeoutMs: number;
  /** The first encrypts and signs; the others are still accepted for reading. 32 bytes each. */
  secretKeys: [Buffer, ...Buffer[]];
  routeeAuthUrl: string;
  routeeApiUrl: string;
  /** Ranges that callbacks may reach although they are private. */
  callbackAllowedNetworks: Network[];
  /** How long a request to Routee may take. */
  routeeTimeoutMs: number;
  /** Where the stand-in for Routee answers, for sandbox apps. */
  sandboxUrl: string;
  owner: { email: string; password: string } | null;
  /** So many whole months are kept besides the current one; null for all of them. */
  retentionMonths: number | null;
  /** What Prometheus has to send to read the figures; null for private networks without one. */
  metricsToken: string | null;
  /** Connections to the web server that may be open at once. */
  maxConnections: number;
  /** Live streams that one person or API key may have open at one web process. */
  streamsPerCaller: number;
  /** How long a web process that is told to stop goes on answering, so that a load balancer can take it out. */
  shutdownDelayMs: number;
  /** Where traces are sent; null where none are wanted. */
  traces: TraceConfig | null;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  version: string;
}

/** A missing or malformed setting; the message is one line that names it. */
export class ConfigError extends Error {}

const webAddress = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), "must be an http(s) address")
  .transform((value) => value.replace(/\/+$/, ""));

const base64Key = z
  .string()
  .transform((value) => Buffer.from(value, "base64"))
  .refine((key) => key.length === 32, "must be 32 bytes in base64");

const wholeNumber = (least: number, most: number) => {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(rule).int(rule).min(least, rule).max(most, rule);
};

const settings = z.object({
  PORT: z.coerce.number("must be a port number").int("must be a port number").min(1).max(65535).default(3000),
  PUBLIC_URL: webAddress.optional(),
  DATABASE_URL: z
    .string("is missing")
    .refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), "must be a postgresql:// address"),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  DATABASE_TIMEOUT_MS: wholeNumber(1_000, 600_000).default(15_000),
  SECRET_KEY: z.string("is missing").pipe(base64Key),
  SECRET_KEY_PREVIOUS: z
    .string()
    .default("")
    .transform((value) =>
      value
        .split(",")
        .map((key) => key.trim())
        .filter(Boolean),
    )
    .pipe(z.array(base64Key)),
  ROUTEE_AUTH_URL: webAddress.default("https://auth.routee.net"),
  ROUTEE_API_URL: webAddress.default("https://connect.routee.net"),
  ROUTEE_TIMEOUT_MS: z.coerce
    .number("must be a number of milliseconds")
    .int("must be a whole number of milliseconds")
    .min(100, "must be at least 100")
    .max(60_000, "must be at most 60000")
    .default(10_000),
  SANDBOX_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  SANDBOX_URL: webAddress.optional(),
  CALLBACK_ALLOWED_NETWORKS: z
    .string()
    .default("")
    .transform((value, context) =>
      value
        .split(",")
        .filter((text) => text.trim() !== "")
        .flatMap((text) => {
          const network = parseNetwork(text);
          if (!network) context.addIssue({ code: "custom", message: "must be ranges like 127.0.0.0/8,10.1.0.0/16" });
          return network ?? [];
        }),
    ),
  OWNER_EMAIL: z.string().trim().toLowerCase().pipe(z.email("must be an e-mail address")).optional(),
  OWNER_PASSWORD: z.string().min(10, "must have at least 10 characters").max(200).optional(),
  RETENTION_MONTHS: z.coerce
    .number("must be a number of months")
    .int("must be a whole number of months")
    .min(1, "must be at least 1")
    .max(1_200, "must be at most 1200")
    .optional(),
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").max(200).optional(),
  MAX_CONNECTIONS: wholeNumber(16, 60_000).default(4_096),
  STREAMS_PER_CALLER: wholeNumber(1, 10_000).default(100),
  SHUTDOWN_DELAY_MS: wholeNumber(0, 60_000).default(0),
  ...traceSettings,
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent")
    .default("info"),
});

/** An empty variable counts as absent: `FOO=` in a file means "not set". */
function present(env: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
}

/**
 * Reads the settings from an environment. Pure.
 * @throws {ConfigError} one line that names the first setting at fault and its rule, never its value.
 */
export function readConfig(env: Record<string, string | undefined>, version = "0.0.0"): Config {
  const parsed = settings.safeParse(present(env));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${String(issue?.path[0] ?? "environment")} ${issue?.message ?? "is wrong"}`);
  }
  const s = parsed.data;
  if ((s.OWNER_EMAIL === undefined) !== (s.OWNER_PASSWORD === undefined))
    throw new ConfigError(
      s.OWNER_EMAIL === undefined
        ? "OWNER_EMAIL is missing: OWNER_PASSWORD is set"
        : "OWNER_PASSWORD is missing: OWNER_EMAIL is set",
    );
  return {
    port: s.PORT,
    publicUrl: new URL(s.PUBLIC_URL ?? `http://localhost:${s.PORT}`),
    databaseUrl: s.DATABASE_URL,
    databasePool: s.DATABASE_POOL,
    databaseTimeoutMs: s.DATABASE_TIMEOUT_MS,
    secretKeys: [s.SECRET_KEY, ...s.SECRET_KEY_PREVIOUS],
    routeeAuthUrl: s.ROUTEE_AUTH_URL,
    routeeApiUrl: s.ROUTEE_API_URL,
    callbackAllowedNetworks: s.CALLBACK_ALLOWED_NETWORKS,
    routeeTimeoutMs: s.ROUTEE_TIMEOUT_MS,
    sandboxUrl: s.SANDBOX_URL ?? `http://127.0.0.1:${s.SANDBOX_PORT ?? s.PORT + 1}`,
    owner: s.OWNER_EMAIL && s.OWNER_PASSWORD ? { email: s.OWNER_EMAIL, password: s.OWNER_PASSWORD } : null,
    retentionMonths: s.RETENTION_MONTHS ?? null,
    metricsToken: s.METRICS_TOKEN ?? null,
    maxConnections: s.MAX_CONNECTIONS,
    streamsPerCaller: s.STREAMS_PER_CALLER,
    shutdownDelayMs: s.SHUTDOWN_DELAY_MS,
    traces: traceConfigOf(s),
    logLevel: s.LOG_LEVEL,
    version,
  };
}

let current: Config | undefined;

/** The settings of this process, read on first use. @throws {ConfigError} */
export function config(): Config {
  current ??= readConfig(process.env, packageVersion());
  return current;
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync("package.json", "utf8"));
  return z.object({ version: z.string() }).parse(manifest).version;
}
