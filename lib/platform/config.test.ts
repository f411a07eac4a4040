import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config";

const key = Buffer.alloc(32, 7).toString("base64");
const good = { DATABASE_URL: "postgresql://u:p@localhost/tidings", SECRET_KEY: key };

describe("readConfig", () => {
  test("fills in what http-contract.md says", () => {
    expect(readConfig(good)).toMatchObject({
      port: 3000,
      publicUrl: new URL("http://localhost:3000"),
      routeeAuthUrl: "https://auth.routee.net",
      routeeApiUrl: "https://connect.routee.net",
      sandboxUrl: "http://127.0.0.1:3001",
      owner: null,
      retentionMonths: null,
    });
  });

  test("keeps as many months as it is told", () => {
    expect(readConfig({ ...good, RETENTION_MONTHS: "18" }).retentionMonths).toBe(18);
  });

  test("an empty variable counts as absent", () => {
    expect(readConfig({ ...good, PUBLIC_URL: "", OWNER_EMAIL: "", OWNER_PASSWORD: "" }).owner).toBeNull();
  });

  test("reads the ranges that callbacks may reach", () => {
    const { callbackAllowedNetworks } = readConfig({ ...good, CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8, ::1" });
    expect(callbackAllowedNetworks).toEqual([
      { address: "127.0.0.0", prefix: 8 },
      { address: "::1", prefix: 128 },
    ]);
  });

  test("keeps the older keys behind the current one", () => {
    const older = Buffer.alloc(32, 9).toString("base64");
    const { secretKeys } = readConfig({ ...good, SECRET_KEY_PREVIOUS: ` ${older} , ${key}` });
    expect(secretKeys.map((one) => one.toString("base64"))).toEqual([key, older, key]);
  });

  test.each([
    [{ PORT: "eighty" }, "PORT"],
    [{ PORT: "70000" }, "PORT"],
    [{ PUBLIC_URL: "tidings.example" }, "PUBLIC_URL"],
    [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL"],
    [{ DATABASE_URL: undefined }, "DATABASE_URL"],
    [{ SECRET_KEY: "short" }, "SECRET_KEY"],
    [{ SECRET_KEY: undefined }, "SECRET_KEY"],
    [{ SECRET_KEY_PREVIOUS: "short" }, "SECRET_KEY_PREVIOUS"],
    [{ ROUTEE_API_URL: "ftp://x" }, "ROUTEE_API_URL"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
    [{ MAX_CONNECTIONS: "3" }, "MAX_CONNECTIONS"],
    [{ STREAMS_PER_CALLER: "many" }, "STREAMS_PER_CALLER"],
    [{ SHUTDOWN_DELAY_MS: "-1" }, "SHUTDOWN_DELAY_MS"],
    [{ RETENTION_MONTHS: "0" }, "RETENTION_MONTHS"],
    [{ RETENTION_MONTHS: "1.5" }, "RETENTION_MONTHS"],
    [{ RETENTION_MONTHS: "a year" }, "RETENTION_MONTHS"],
    [{ ROUTEE_TIMEOUT_MS: "5" }, "ROUTEE_TIMEOUT_MS"],
    [{ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8,localhost" }, "CALLBACK_ALLOWED_NETWORKS"],
    [{ OWNER_EMAIL: "ada@example.com" }, "OWNER_PASSWORD"],
    [{ OWNER_EMAIL: "ada", OWNER_PASSWORD: "correct horse" }, "OWNER_EMAIL"],
    [{ OWNER_EMAIL: "ada@example.com", OWNER_PASSWORD: "short" }, "OWNER_PASSWORD"],
  ])("%o is refused in one line that begins with the setting", (wrong, setting) => {
    const attempt = () => readConfig({ ...good, ...wrong });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(new RegExp(`^${setting} [^\\n]+$`));
  });

  test("never repeats a value that may be secret", () => {
    expect(() => readConfig({ ...good, SECRET_KEY: "hunter2hunter2" })).not.toThrow(/hunter2/);
  });
});
