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
    const isText = typeof body === "string" || body === null;
    const isPlain = isPlainObject(headers) && statusText === undefined;
    this.#answer = isText && isPlain ? { status, headers, text: body ?? "" } : null;
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

function isPlainObject(headers: HeadersInit | undefined): headers is Record<string, string> {
  return headers !== undefined && !Array.isArray(headers) && !(headers instanceof Headers);
}
