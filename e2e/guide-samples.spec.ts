import { NO_KEY, valuesOf } from "../components/guide/own-values";
import { ANSWERS, type AnswerName, CALLBACK_FIELDS } from "../components/guide/pages/answers";
import { LANGUAGES, type Language, sampleOf } from "../components/guide/samples/languages";
import type { Operation, SampleValues } from "../components/guide/samples/operations";
import { VERIFY_SAMPLE } from "../components/guide/samples/verify";
import { createdAppSchema } from "../lib/apps/contract";
import { createdKeySchema } from "../lib/keys/contract";
import { type Receiver, startReceiver } from "../scripts/testing/receiver";
import { runSample, whyNot } from "./support/sample-runner";
import { expect, test, uniqueText } from "./support/test";

/**
 * The guide's samples, run as programs of their own languages with nothing changed but host, key and texts: against
 * Tidings, and against the stand-in for Routee, which they fit as well.
 */

/** What one program does: asks with a sample and reads the answer. */
function asking(language: Language, values: SampleValues) {
  return async (operation: Operation, own: Partial<SampleValues> = {}) =>
    (await runSample(language, sampleOf(language, operation, { ...values, ...own }))) as Record<string, unknown>;
}

/** Authenticates, sends and tracks to the end, as the guide's quick start does. */
async function sendAndTrack(language: Language, values: SampleValues) {
  const ask = asking(language, values);
  const token = await ask("token");
  expect(token).toMatchObject({ access_token: expect.any(String), expires_in: expect.any(Number) });
  const bearer = String(token.access_token);
  const sent = await ask("send", { bearer });
  expect(sent).toMatchObject({ status: "Queued", to: values.to, body: values.text, from: values.from });
  const trackingId = String(sent.trackingId);
  let tracked: unknown;
  const track = async () => {
    tracked = await ask("track", { bearer, trackingId });
    return tracked;
  };
  await expect
    .poll(track, { intervals: [1_000] })
    .toMatchObject([{ status: { status: "Delivered" }, to: values.to, body: values.text }]);
  return { bearer, token, sent, tracked };
}

/** That the guide shows every field that came. */
function expectShown(name: AnswerName, values: SampleValues, came: unknown): void {
  const fieldsOf = (answer: unknown) => Object.keys(Array.isArray(answer) ? answer[0] : (answer as object));
  expect(fieldsOf(ANSWERS[name](values))).toEqual(expect.arrayContaining(fieldsOf(came)));
}

/** A text that is hard to write down, and differs from test to test. */
const hardText = () => uniqueText(`Table's "ready" \\ $5 & #{here}: ça va?`);

// Nine programs one after the other, some of which are compiled first.
test.describe.configure({ timeout: 180_000 });

test.describe("against Tidings", () => {
  let receiver: Receiver;
  test.beforeAll(async () => {
    receiver = await startReceiver();
  });
  test.afterAll(() => receiver.close());

  for (const language of LANGUAGES) {
    const reason = whyNot(language);
    test(`${language.name}: authenticates, sends, tracks, and is called back`, async ({ request, baseURL }) => {
      test.skip(reason !== null, reason ?? "");
      const created = await request.post("/api/apps", {
        data: { name: uniqueText("Guide"), environment: "sandbox", defaultSender: "Bistro" },
      });
      const app = createdAppSchema.parse(await created.json());
      const key = createdKeySchema.parse(await (await request.post(`/api/apps/${app.id}/keys`, { data: {} })).json());
      const host = baseURL ?? "";
      const text = hardText();
      const values = { ...valuesOf(host, app, { id: key.id, secret: key.secret }), text };
      const { bearer, ...came } = await sendAndTrack(language, values);
      for (const name of ["token", "sent", "tracked"] as const) expectShown(name, values, came[name]);
      const ask = asking(language, values);
      const callbackUrl = `${receiver.url}/${language.id}`;
      await ask("sendWithCallback", { bearer, callbackUrl });
      const arrived = () => receiver.arrived.filter(({ path }) => path === `/${language.id}`);
      await expect.poll(() => arrived().length).toBe(1);
      const [callback] = arrived();
      const body = JSON.parse(callback?.body ?? "") as Record<string, unknown>;
      expect(body).toMatchObject({
        message: text,
        status: { name: "Delivered" },
        final: true,
        sequence: expect.any(Number),
      });
      expect(Object.keys(CALLBACK_FIELDS)).toEqual(expect.arrayContaining(Object.keys(body)));
      const { isFromTidings } = await import(`data:text/javascript,${encodeURIComponent(VERIFY_SAMPLE)}`);
      expect(isFromTidings(callback?.headers, callback?.body, app.callbackSigningSecret)).toBe(true);
      expect(isFromTidings(callback?.headers, callback?.body, `whsec_${btoa("another")}`)).toBe(false);

      expect(await ask("sendWithTranscode")).toMatchObject({
        bodyAnalysis: { unicode: true, parts: 2, transcode: { parts: 1 } },
      });

      const own = { idempotencyKey: `guide-${language.id}-${Date.now()}` };
      const first = await ask("sendOurs", own);
      expect(await ask("sendOurs", own)).toEqual(first);
      await expect
        .poll(async () => ask("readOurs", { trackingId: String(first.id) }), { intervals: [1_000] })
        .toMatchObject({ status: "Delivered", final: true, body: text });
    });
  }
});

test.describe("against the stand-in for Routee", () => {
  for (const language of LANGUAGES) {
    const reason = whyNot(language);
    test(`${language.name}: authenticates, sends and tracks`, async () => {
      test.skip(reason !== null, reason ?? "");
      const values = valuesOf(process.env.E2E_SANDBOX_URL ?? "", null, NO_KEY);
      await sendAndTrack(language, { ...values, keyId: `guide-${language.id}`, keySecret: "good", text: hardText() });
    });
  }
});
