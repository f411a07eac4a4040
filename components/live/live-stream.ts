import { type LiveMessage, liveMessageSchema } from "@/lib/messages/contract";
import { type ConnectionState, reconnectDelay, stateAfter } from "./connection";

/** The part of EventSource that we use. */
export interface StreamSource {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface StreamOptions {
  connect: () => StreamSource;
  onState: (state: ConnectionState) => void;
  onMessage: (message: LiveMessage) => void;
  /** What happened since some moment is not known: everything on the page has to be read again. */
  onGap: () => void;
}

const CLOSED = 2;
/** A stream that is open and says nothing is held back by something in between. */
const READY_WITHIN_MS = 10_000;

/**
 * Keeps one stream of changes open. The browser resumes a broken stream by itself, without a gap; one that it gave
 * up (the server answered with an error) is opened anew after a while, with a gap.
 */
export class LiveStream {
  #source: StreamSource | null = null;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly options: StreamOptions) {}

  /** Opens the stream unless it is open or about to be. */
  open(): void {
    if (this.#source || this.#timer) return;
    const source = this.options.connect();
    this.#source = source;
    let resumed = false;
    this.#await(source);
    source.addEventListener("ready", () => {
      if (this.#source !== source) return;
      this.#connected();
      if (!resumed) this.options.onGap();
      resumed = true;
    });
    source.addEventListener("reset", () => {
      if (this.#source !== source) return;
      this.#connected();
      resumed = true;
      this.options.onGap();
    });
    source.addEventListener("message", (event) => {
      if (this.#source !== source) return;
      const message = readLine(event.data);
      if (message) this.options.onMessage(message);
      else this.options.onGap();
    });
    source.addEventListener("error", () => {
      if (this.#source === source) this.#failed(source);
    });
  }

  /** Ends the stream; it can be opened again. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#source?.close();
    this.#source = null;
  }

  #await(source: StreamSource): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      source.close();
      this.#failed(source);
    }, READY_WITHIN_MS);
  }

  #connected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#failures = 0;
    this.options.onState("live");
  }

  #failed(source: StreamSource): void {
    this.#failures += 1;
    this.options.onState(stateAfter(this.#failures));
    if (source.readyState !== CLOSED) {
      this.#await(source);
      return;
    }
    clearTimeout(this.#timer);
    this.#source = null;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.open();
      },
      reconnectDelay(this.#failures, Math.random()),
    );
  }
}

function readLine(data: string): LiveMessage | null {
  try {
    const parsed = liveMessageSchema.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
