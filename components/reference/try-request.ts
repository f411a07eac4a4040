import type { OperationView } from "./view";

export interface Tried {
  status: number;
  milliseconds: number;
  headers: string;
  body: string;
}

/** Not worth showing: the same on every answer. */
const DULL =
  /^(connection|keep-alive|date|transfer-encoding|vary|content-security-policy|permissions-policy|referrer-policy|x-frame-options|x-content-type-options)$/;
/** More of an answer is not shown. */
const MOST = 20_000;

/** Makes a request of the reference. @param key in place of the session, unless empty */
export async function tryRequest({
  operation,
  address,
  body,
  key,
}: {
  operation: OperationView;
  address: string;
  body: string | null;
  key: string;
}): Promise<Tried> {
  const form = operation.body?.type === "application/x-www-form-urlencoded";
  const begun = performance.now();
  const response = await fetch(address, {
    method: operation.method,
    // With a key the session must not stand in for it.
    credentials: key === "" ? "same-origin" : "omit",
    headers: {
      ...(body === null || form ? {} : { "content-type": "application/json" }),
      ...(key === "" ? {} : { authorization: `Bearer ${key}` }),
    },
    ...(body === null ? {} : { body: form ? new URLSearchParams(JSON.parse(body) as Record<string, string>) : body }),
  });
  const milliseconds = Math.round(performance.now() - begun);
  const headers = [...response.headers].filter(([name]) => !DULL.test(name)).map((pair) => pair.join(": "));
  return { status: response.status, milliseconds, headers: headers.join("\n"), body: await readBody(response) };
}

async function readBody(response: Response): Promise<string> {
  if (response.headers.get("content-type")?.includes("event-stream")) {
    await response.body?.cancel();
    return "(a stream of events, which goes on)";
  }
  const text = await response.text();
  return pretty(text).slice(0, MOST);
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** Why a request is not made here: what would reach a phone, and what cannot be read. Null when it may be. Pure. */
export function refusalOf({
  operation,
  body,
  key,
  apps,
}: {
  operation: OperationView;
  body: string;
  key: string;
  apps: readonly { id: string }[];
}): string | null {
  if (key.startsWith("tk_live_")) return "This key is a live app’s: what it sends reaches phones. Use a sandbox app’s.";
  if (operation.tag === "Routee-compatible" && operation.auth !== "none" && key === "")
    return "Routee’s addresses take an API key.";
  if (operation.body?.type !== "application/json") return null;
  const parsed = parse(body);
  if (parsed === undefined) return "The body is not JSON.";
  const sends = operation.id === "sendMessage" || operation.id === "sendBatch";
  if (!sends || key !== "" || typeof parsed !== "object" || parsed === null) return null;
  const { appId } = Object.fromEntries(Object.entries(parsed));
  return apps.some(({ id }) => id === appId) ? null : "appId has to be a sandbox app’s here.";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
