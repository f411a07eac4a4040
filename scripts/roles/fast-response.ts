import { FastResponse } from "srvx/node";

/** An answer that is a text, as it is sent. */
export interface TextAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/**
 * What `Response` means in the bare listener's program (scripts/bundle.mjs): one that keeps its text as it is, since
 * the built-in one turns it into a stream, which costs more than most answers. Next's own program has the built-in one.
 */
export class Response extends FastResponse {
  #answer: TextAnswer | null;

  constructor(body?: BodyInit | null, init?: ResponseInit) {
    super(body, init);
    const { status = 200, statusText, headers } = init ?? {};
    this.#answer = null;
    if (!isPlain(headers) || statusText !== undefined) return;
    // A text without a type gets one on the long way.
    const isText = body === null || (typeof body === "string" && "content-type" in headers);
    if (isText) this.#answer = { status, headers, text: body ?? "" };
  }

  /** As every other `Response` has it. */
  static override json(data: unknown, init: ResponseInit = {}): Response {
    const { headers = {} } = init;
    const withType = isPlain(headers) ? { "content-type": "application/json", ...headers } : typed(headers);
    return new Response(JSON.stringify(data), { ...init, headers: withType });
  }

  /** The built-in ones too, which these count among. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof globalThis.Response;
  }

  /** Whoever asks for them may change them, so that from then on they are sent as they stand then. */
  override get headers(): Headers {
    this.#answer = null;
    return super.headers;
  }

  /** The answer as it is sent, while it is a text that nobody has looked into; else null. */
  static textOf(response: globalThis.Response): TextAnswer | null {
    return #answer in response ? response.#answer : null;
  }
}

function typed(given: HeadersInit): Headers {
  const headers = new Headers(given);
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return headers;
}

/** Names in small letters, as all of ours are, so that none is there twice. */
function isPlain(headers: HeadersInit | undefined): headers is Record<string, string> {
  if (headers === undefined || Array.isArray(headers) || headers instanceof Headers) return false;
  return Object.keys(headers).every((name) => name === name.toLowerCase());
}
