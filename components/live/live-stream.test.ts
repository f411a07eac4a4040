import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionState } from "./connection";
import { LiveStream, type StreamSource } from "./live-stream";

class FakeSource implements StreamSource {
  readyState = 0;
  listeners = new Map<string, (event: MessageEvent<string>) => void>();
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  emit(type: string, data = "{}"): void {
    this.listeners.get(type)?.(new MessageEvent(type, { data }));
  }
  refuse(): void {
    this.readyState = 2;
    this.emit("error");
  }
}

const line = { id: "m1", appId: "a1", status: "Sent", sequence: 3, final: false };

describe("LiveStream", () => {
  const sources: FakeSource[] = [];
  const states: ConnectionState[] = [];
  const onMessage = vi.fn();
  const onGap = vi.fn();
  let stream: LiveStream;
  const last = () => {
    const source = sources.at(-1);
    if (!source) throw new Error("no stream was opened");
    return source;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    sources.length = 0;
    states.length = 0;
    onMessage.mockReset();
    onGap.mockReset();
    stream = new LiveStream({
      connect: () => {
        const source = new FakeSource();
        sources.push(source);
        return source;
      },
      onState: (state) => states.push(state),
      onMessage,
      onGap,
    });
    stream.open();
  });
  afterEach(() => {
    stream.close();
    vi.useRealTimers();
  });

  it("is live once the server is ready, and reads what was missed before", () => {
    last().emit("ready");
    expect(states).toEqual(["live"]);
    expect(onGap).toHaveBeenCalledTimes(1);
  });

  it("passes changes on", () => {
    last().emit("ready");
    last().emit("message", JSON.stringify(line));
    expect(onMessage).toHaveBeenCalledWith(line);
  });

  it("takes a line that it cannot read as a gap", () => {
    last().emit("ready");
    last().emit("message", "{not json");
    last().emit("message", JSON.stringify({ id: 1 }));
    expect(onMessage).not.toHaveBeenCalled();
    expect(onGap).toHaveBeenCalledTimes(3);
  });

  it("lets the browser resume without a gap", () => {
    last().emit("ready");
    last().emit("error");
    expect(states.at(-1)).toBe("reconnecting");
    last().emit("ready");
    expect(states.at(-1)).toBe("live");
    expect(sources).toHaveLength(1);
    expect(onGap).toHaveBeenCalledTimes(1);
  });

  it("reads everything again when the server says so", () => {
    last().emit("ready");
    last().emit("reset");
    expect(onGap).toHaveBeenCalledTimes(2);
  });

  it("opens a refused stream again later, and polls after three failures", () => {
    last().refuse();
    vi.advanceTimersByTime(1_000);
    last().refuse();
    vi.advanceTimersByTime(2_000);
    last().refuse();
    expect(sources).toHaveLength(3);
    expect(states).toEqual(["reconnecting", "reconnecting", "polling"]);
    vi.advanceTimersByTime(4_000);
    last().emit("ready");
    expect(states.at(-1)).toBe("live");
    expect(onGap).toHaveBeenCalledTimes(1);
  });

  it("does not trust a stream that stays silent", () => {
    vi.advanceTimersByTime(10_000);
    expect(states).toEqual(["reconnecting"]);
    expect(last().readyState).toBe(2);
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(2);
  });

  it("stays closed once closed", () => {
    last().refuse();
    stream.close();
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(1);
  });
});
