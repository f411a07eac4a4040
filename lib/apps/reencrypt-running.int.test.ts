import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { giveToken, type StubbornRoutee, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { kill, workerPrograms } from "@/scripts/testing/worker-process";

/** The change of keys, while workers send and call back: nothing is lost, and nothing is left under the old key. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

const [OLD, NEW] = [Buffer.alloc(32, 5).toString("base64"), Buffer.alloc(32, 6).toString("base64")];
const APPS = 6;

let routee: StubbornRoutee;
let receiver: Receiver;
/** The credentials that Routee was asked with. */
const asked = new Set<string>();
beforeAll(async () => {
  routee = await startStubbornRoutee();
  receiver = await startReceiver();
  routee.on.token = (request, response, body) => {
    asked.add(Buffer.from(String(request.headers.authorization).replace("Basic ", ""), "base64").toString());
    giveToken(request, response, body);
  };
});
afterAll(async () => {
  await routee.close();
  await receiver.close();
});

/** The modules as a process with these keys has them. */
async function withKeys(current: string, previous: string) {
  vi.resetModules();
  vi.stubEnv("SECRET_KEY", current);
  vi.stubEnv("SECRET_KEY_PREVIOUS", previous);
  const [database, { createApp }, { rotateSigningSecret }, { reencryptSecrets }, { givenOwner, givenMessage }, crypto] =
    await Promise.all([
      import("@/lib/platform/database"),
      import("./create-app"),
      import("./rotate-signing-secret"),
      import("./reencrypt-secrets"),
      import("@/lib/messages/testing/given"),
      import("@/lib/platform/crypto"),
    ]);
  return { ...database, createApp, rotateSigningSecret, reencryptSecrets, givenOwner, givenMessage, ...crypto };
}
type Process = Awaited<ReturnType<typeof withKeys>>;

/** Each stored secret of each app. */
async function storedSecrets({ pool }: Process): Promise<string[]> {
  const found = await pool().query<{ stored: string }>(
    `SELECT unnest(ARRAY[application_secret, callback_signing_secret, previous_signing_secret]) AS stored FROM apps`,
  );
  return found.rows.map(({ stored }) => stored).filter((stored) => stored !== null);
}

test("keys are changed while messages are sent and callbacks made", { timeout: 120_000 }, async () => {
  const before = await withKeys(OLD, "");
  const owner = await before.givenOwner();
  const apps = await Promise.all(
    Array.from({ length: APPS }, (_, index) =>
      before.createApp(before.prisma(), {
        name: `Shop ${index}`,
        environment: "sandbox",
        applicationId: `id-${index}`,
        applicationSecret: `secret-of-${index}`,
        defaultSender: "Tidings",
        defaultCallback: { url: `${receiver.url}/${index}`, strategy: "OnChange" },
      }),
    ),
  );
  const signing = apps.map(({ callbackSigningSecret }) => [callbackSigningSecret]);
  await before.closeDatabase();

  const both = await withKeys(NEW, OLD);
  const { DATABASE_URL = "" } = process.env;
  const env = { DATABASE_URL, SANDBOX_URL: routee.url, LOG_LEVEL: "warn" };
  const running = await workerPrograms({ ...env, SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: OLD });
  let sent = 0;
  const sendToEach = ({ givenMessage }: Process) =>
    Promise.all(
      apps.map(async ({ id }) => {
        await givenMessage({ ...owner, appId: id });
        sent += 1;
      }),
    );
  const rotateSome = () =>
    Promise.all(
      apps.slice(0, 3).map(async ({ id }, index) => {
        signing[index]?.push((await both.rotateSigningSecret(id)).callbackSigningSecret);
      }),
    );
  const allTaken = () => expect.poll(() => routee.taken.length).toBe(sent);
  // Each message becomes Queued, which is told; what a worker told when it was killed may be told again, as the same.
  const told = () => new Set(receiver.arrived.map(({ headers }) => headers["webhook-id"])).size;
  const allTold = () => expect.poll(told).toBe(sent);
  try {
    const worker = await running.start();
    await sendToEach(both);
    await expect.poll(() => receiver.arrived.length).toBeGreaterThan(0);
    const [changed] = await Promise.all([both.reencryptSecrets(), sendToEach(both), rotateSome(), sendToEach(both)]);
    expect(changed).toBeGreaterThanOrEqual(APPS);
    await sendToEach(both);
    await allTaken();
    await allTold();
    expect(receiver.arrived.length, "nobody was killed yet").toBe(sent);
    expect(await both.reencryptSecrets(), "one run leaves nothing to do").toBe(0);
    // Set-up made an app too; three have a secret before.
    const stored = await storedSecrets(both);
    expect(stored).toHaveLength(2 * (APPS + 1) + 3);
    expect(stored.filter((secret) => !both.isCurrent(secret))).toEqual([]);
    await kill(worker);
  } finally {
    await running.close();
    await both.closeDatabase();
  }

  const after = await withKeys(NEW, "");
  const alone = await workerPrograms({ ...env, SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: "" });
  try {
    await alone.start();
    await sendToEach(after);
    await allTaken();
    await allTold();
  } finally {
    await alone.close();
    await after.closeDatabase();
  }
  expect([...asked].sort()).toEqual(apps.map((_, index) => `id-${index}:secret-of-${index}`));
  for (const { path, headers, body } of receiver.arrived) {
    const known = signing[Number(path.slice(1))] ?? [];
    const signed = known.some((secret) => isSigned(secret, body, headers as Record<string, string>));
    expect(signed, `a callback of ${path} is signed with its app's secret`).toBe(true);
  }
});

function isSigned(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes("No matching signature")) return false;
    throw error;
  }
}

test("a signing secret that is rotated meanwhile keeps what was encrypted anew as the one before", async () => {
  const { pool, prisma, createApp, rotateSigningSecret, closeDatabase } = await withKeys(NEW, OLD);
  const { id } = await createApp(prisma(), { name: "Raced", environment: "sandbox" });
  const other = await pool().connect();
  try {
    await other.query("BEGIN");
    await other.query("UPDATE apps SET callback_signing_secret = 'encrypted anew' WHERE id = $1", [id]);
    const rotating = rotateSigningSecret(id);
    const waiting = () => pool().query("SELECT 1 FROM pg_locks WHERE NOT granted");
    await expect.poll(async () => (await waiting()).rowCount).toBeGreaterThan(0);
    await other.query("COMMIT");
    await rotating;
    const found = await pool().query("SELECT previous_signing_secret AS before FROM apps WHERE id = $1", [id]);
    expect(found.rows).toEqual([{ before: "encrypted anew" }]);
  } finally {
    other.release();
    await closeDatabase();
  }
});
