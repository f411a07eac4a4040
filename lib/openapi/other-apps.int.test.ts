import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { PROPERTY, TIME } from "@/scripts/testing/property-runs";
import { openApiDocument } from "./document";
import { jsonSchema } from "./json-schema";
import { type Operation, SAMPLE } from "./operation";
import { OPERATIONS } from "./operations";
import { type Answer, type Asked, described } from "./testing/ask";
import { faultsOf, strangersIn } from "./testing/faults";
import { givenInhabitedApp, type InhabitedApp } from "./testing/given-app";
import { hostileRequests, withSamples } from "./testing/hostile-requests";
import { rowsOfApp } from "./testing/rows-of-app";
import { onServedRoutes, sentIn } from "./testing/served";

/** An API key reads and changes nothing of another app, whatever it names of it. */
const served = onServedRoutes();
const document = openApiDocument("http://localhost:3000", "1.2.3");
/** Issuing a token takes a client's own secret: whoever has it is the client. */
const asked = OPERATIONS.filter(({ id }) => id !== "issueToken");

let own: InhabitedApp;
let other: InhabitedApp;
let before: Awaited<ReturnType<typeof rowsOfApp>>;
let strangers: Record<string, string>;
/** The victim's ids in place of the samples; callbacks go to the attacker's own address. */
let theirs: Record<string, string>;
beforeAll(async () => {
  own = await givenInhabitedApp("Attacker", served.accountId, served.receiver.url);
  other = await givenInhabitedApp("Victim", served.accountId, served.receiver.url);
  strangers = { ...other.marks, ...Object.fromEntries(other.ids.map((id, at) => [`id ${at}`, id])) };
  theirs = { ...other.samples, [SAMPLE.receiver]: own.samples[SAMPLE.receiver] ?? "" };
  before = await rowsOfApp(other.id);
});
afterEach(async () => {
  expect(await rowsOfApp(other.id)).toEqual(before);
  for (const { body } of served.receiver.arrived)
    expect(strangersIn({ headers: {}, text: body }, strangers, "")).toEqual([]);
});

/** Asks with a key of the attacker's, and sees that nothing of the victim is told that was not named. */
async function askWith(key: string, operation: Operation, request: Asked): Promise<Answer> {
  const answer = await served.ask({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${key}` },
  });
  const faults = [...faultsOf(document, operation, answer), ...strangersIn(answer, strangers, sentIn(request))];
  expect(faults, described(request)).toEqual([]);
  return answer;
}

/** An operation's example with somebody's ids. */
function exampleOf({ method, path, example }: Operation, samples: Readonly<Record<string, string>>): Asked {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => withSamples(example.path?.[name] ?? "", samples));
  const query = example.query ? `?${new URLSearchParams(withSamples(example.query, samples))}` : "";
  const body = example.body === undefined ? undefined : Buffer.from(JSON.stringify(withSamples(example.body, samples)));
  const headers = body ? { "content-type": "application/json" } : {};
  return { method, target: filled + query, headers, body };
}

const namesSomething = ({ path, example }: Operation) =>
  path.includes("{") || JSON.stringify([example.query, example.body]).includes(SAMPLE.app);

describe.each(["all", "send", "read"] as const)("with a key that may %s", (scope) => {
  test.each(asked.map((operation) => [operation.id, operation] as const))("%s", async (_, operation) => {
    const { status } = await askWith(own.keys[scope], operation, exampleOf(operation, theirs));
    if (namesSomething(operation)) expect([403, 404]).toContain(status);
    // The attacker's app, and the victim's in all else.
    await askWith(own.keys[scope], operation, exampleOf(operation, { ...theirs, [SAMPLE.app]: own.id }));
  });
});

describe("by no id of it, Routee's too, another app's things are found:", () => {
  const addressed = asked.filter(({ path }) => path.includes("{"));
  test.each(addressed.map((operation) => [operation.id, operation] as const))("%s", async (_, operation) => {
    for (const id of other.ids) {
      const { target, ...rest } = exampleOf(operation, own.samples);
      const path = operation.path.replace(/\{\w+\}/g, id);
      const query = target.includes("?") ? target.slice(target.indexOf("?")) : "";
      const { status } = await askWith(own.keys.all, operation, { ...rest, target: path + query });
      expect([403, 404]).toContain(status);
    }
  });
});

test("no filter of any list finds another app's things", async () => {
  const terms = [...other.ids, ...Object.values(other.marks)];
  for (const operation of asked.filter(({ query, auth }) => query && auth === "messages:read")) {
    if (operation.success.type) continue;
    const { properties = {} } = jsonSchema(operation.query ?? fail(), "input") as { properties?: object };
    for (const name of Object.keys(properties))
      for (const term of terms) {
        const { target, ...rest } = exampleOf(
          { ...operation, example: { ...operation.example, query: {} } },
          own.samples,
        );
        const query = new URLSearchParams({ [name]: term });
        await askWith(own.keys.all, operation, { ...rest, target: `${target.replace(/\?$/, "")}?${query}` });
      }
  }
});

function fail(): never {
  throw new Error("There is no query.");
}

test("Routee's search finds none of another app's messages", async () => {
  const search = operationOf("routeeSearch");
  for (const fieldName of ["smsId", "to", "label", "campaign", "status.status"])
    for (const [searchOperator, searchTerm] of [
      ...Object.values(other.marks).map((mark) => ["contains", mark] as const),
      ["contains", ""] as const,
      ["is_not", "x"] as const,
    ]) {
      const request = exampleOf(search, own.samples);
      const body = Buffer.from(JSON.stringify([{ fieldName, searchTerm, searchOperator }]));
      const answer = await askWith(own.keys.all, search, { ...request, body });
      expect(answer.status).toBe(200);
    }
});

test("an Idempotency-Key that another app used is one's own to use", async () => {
  const repeatable = asked.filter(({ id }) => ["sendMessage", "sendBatch", "analyzeText", "routeeSend"].includes(id));
  const headers = { "content-type": "application/json", "idempotency-key": "shared" };
  const victim = await givenInhabitedApp("Idem", served.accountId, served.receiver.url);
  for (const operation of repeatable) {
    const same = exampleOf(operation, { [SAMPLE.app]: victim.id });
    const body = Buffer.from(String(same.body).replace('"body":"', '"body":"Another text. '));
    const first = await served.ask({
      ...same,
      body,
      headers: { ...headers, authorization: `Bearer ${victim.keys.all}` },
    });
    expect(first.status).toBe(operation.success.status);
    const again = exampleOf(operation, own.samples);
    const { status, text } = await askWith(own.keys.all, operation, { ...again, headers });
    expect(status).toBe(operation.success.status);
    expect(text).not.toContain(victim.id);
    // Each operation's key is another, since one's own key stands for one request.
    headers["idempotency-key"] += "x";
  }
});

test("a client's id and another's secret are nobody's", async () => {
  const [id, secret] = [other.samples[SAMPLE.key] ?? "", own.samples["API key secret"] ?? ""];
  const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  const request: Asked = {
    method: "POST",
    target: "/oauth/token",
    headers: { authorization: basic, "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from("grant_type=client_credentials"),
  };
  const answer = await served.ask(request);
  expect([answer.status, ...faultsOf(document, operationOf("issueToken"), answer)]).toEqual([401]);
});

describe("whatever is made of another app's ids, nothing of it is told and nothing changes:", () => {
  test.each(asked.map((operation) => [operation.id, operation] as const))("%s", TIME, async (_, operation) => {
    const welcome = { authorization: `Bearer ${own.keys.all}` };
    const requests = hostileRequests(operation, { samples: theirs, welcome, ids: other.ids });
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const answer = await served.ask(request);
        const faults = [...faultsOf(document, operation, answer), ...strangersIn(answer, strangers, sentIn(request))];
        expect(faults, described(request)).toEqual([]);
      }),
      { ...PROPERTY, numRuns: Math.ceil(PROPERTY.numRuns / 3) },
    );
  });
});

function operationOf(id: string): Operation {
  const operation = OPERATIONS.find((one) => one.id === id);
  if (!operation) throw new Error(`There is no operation ${id}.`);
  return operation;
}
