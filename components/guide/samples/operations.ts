/** What the guide's samples ask for, before any language has its say. Pure. */

export type Json = string | number | boolean | { readonly [name: string]: Json };

/** A request as every language can write it down. */
export interface SampleRequest {
  method: "GET" | "POST";
  url: string;
  auth: { kind: "basic"; id: string; secret: string } | { kind: "bearer"; token: string };
  /** Besides those for authorization and content. */
  headers: Readonly<Record<string, string>>;
  body: { kind: "json"; value: { readonly [name: string]: Json } } | { kind: "form"; text: string } | null;
}

/** What stands in the samples: the reader's own, or a placeholder. */
export interface SampleValues {
  /** Where Tidings answers, without a slash at the end. */
  host: string;
  keyId: string;
  keySecret: string;
  /** An access token, or the secret itself. */
  bearer: string;
  to: string;
  from: string;
  text: string;
  /** A text that takes fewer segments once it is transcoded. */
  longText: string;
  callbackUrl: string;
  trackingId: string;
  /** What makes a repeated request the same request. */
  idempotencyKey: string;
}

export const OPERATIONS = [
  "token",
  "send",
  "sendWithCallback",
  "sendWithTranscode",
  "track",
  "sendOurs",
  "readOurs",
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The request that an operation is. */
export function requestOf(operation: Operation, values: SampleValues): SampleRequest {
  const { host, to, from, text, longText } = values;
  const auth = { kind: "bearer", token: values.bearer } as const;
  const post = (path: string, value: { readonly [name: string]: Json }, headers: Record<string, string> = {}) =>
    ({ method: "POST", url: host + path, auth, headers, body: { kind: "json", value } }) as const;
  const get = (path: string) => ({ method: "GET", url: host + path, auth, headers: {}, body: null }) as const;
  const id = encodeURIComponent(values.trackingId);
  switch (operation) {
    case "token":
      return {
        method: "POST",
        url: `${host}/oauth/token`,
        auth: { kind: "basic", id: values.keyId, secret: values.keySecret },
        headers: {},
        body: { kind: "form", text: "grant_type=client_credentials" },
      };
    case "send":
      return post("/sms", { body: text, to, from });
    case "sendWithCallback":
      return post("/sms", { body: text, to, from, callback: { url: values.callbackUrl, strategy: "OnCompletion" } });
    case "sendWithTranscode":
      return post("/sms", { body: longText, to, from, transcode: true });
    case "track":
      return get(`/sms/tracking/single/${id}`);
    case "sendOurs":
      return post("/api/messages", { to, body: text, from }, { "Idempotency-Key": values.idempotencyKey });
    case "readOurs":
      return get(`/api/messages/${id}`);
  }
}

/** The headers that every language but those with words of their own for it sets by hand. */
export function contentType({ body }: SampleRequest): string | null {
  if (!body) return null;
  return body.kind === "json" ? "application/json" : "application/x-www-form-urlencoded";
}
