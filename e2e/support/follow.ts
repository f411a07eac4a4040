/** A change as the live stream tells it. */
export interface Told {
  id: string;
  status: string;
  sequence: number;
  final: boolean;
}

/**
 * Follows the live stream as a browser does: whenever it ends it is opened again, from where it was.
 * @param onEvent gets each change. @returns what ends it, and how often it was opened.
 */
export function follow(url: string, cookie: string, onEvent: (told: Told) => void) {
  const gone = new AbortController();
  let lastEventId = "";
  const followed = { opened: 0, ready: readyOnce(), stop };

  async function read(): Promise<void> {
    const headers = { cookie, ...(lastEventId === "" ? {} : { "last-event-id": lastEventId }) };
    const answer = await fetch(`${url}/api/stream`, { headers, signal: gone.signal });
    if (!answer.ok || !answer.body) throw new Error(`The stream was answered ${answer.status}.`);
    followed.opened += 1;
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of answer.body) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) take(block);
    }
  }

  function take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
    const kind = field("event");
    lastEventId = field("id") ?? lastEventId;
    if (kind === "reset") throw new Error("The stream skipped something.");
    if (kind === "ready") followed.ready.resolve();
    if (kind === "message") onEvent(JSON.parse(field("data") ?? "") as Told);
  }

  const following = (async () => {
    while (!gone.signal.aborted) await read();
  })().catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
  async function stop(): Promise<void> {
    gone.abort();
    await following;
  }
  return followed;
}

function readyOnce(): Promise<void> & { resolve(): void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return Object.assign(promise, { resolve: () => resolve() });
}
