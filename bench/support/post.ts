/** What came back, or null when no whole answer came. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined where the text is none. */
  json: unknown;
}

const PATIENCE_MS = 20_000;

/** Asks, and takes it as it comes when whoever should answer is killed meanwhile. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer | null> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
  } catch (error) {
    // The web process was killed: refused, reset, cut short or too late. Anything else is our own fault.
    if (error instanceof TypeError) return null;
    if (error instanceof DOMException && error.name === "TimeoutError") return null;
    throw error;
  }
}

/** Posts JSON. */
export function post(url: string, headers: Record<string, string>, body: unknown): Promise<Answer | null> {
  return ask(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
