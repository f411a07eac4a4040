import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { admit, afterFailure, type Circuit, CLOSED, circuitState, FAILURES_TO_OPEN } from "./circuit";

const START = new Date("2026-03-02T09:00:00Z");
const at = (seconds: number) => new Date(START.getTime() + seconds * 1_000);
const failTimes = (times: number, from: Circuit = CLOSED) =>
  Array.from({ length: times }).reduce<Circuit>((circuit) => afterFailure(circuit, null, START), from);
const opened = failTimes(FAILURES_TO_OPEN);

describe("the circuit breaker", () => {
  test("lets everything pass until so many in a row failed", () => {
    const almost = failTimes(FAILURES_TO_OPEN - 1);
    expect(circuitState(almost, START)).toBe("closed");
    expect(admit(almost, START)).toEqual({ kind: "pass" });
    expect(circuitState(opened, START)).toBe("open");
    expect(admit(opened, START)).toEqual({ kind: "wait", until: at(5) });
  });

  test("then one may try, and the others wait for it", () => {
    expect(admit(opened, at(5))).toEqual({ kind: "try" });
    const trying = { ...opened, trialUntil: at(35) };
    expect(circuitState(trying, at(6))).toBe("half_open");
    expect(admit(trying, at(6))).toEqual({ kind: "wait", until: at(35) });
    // Whoever tried died: the next one may.
    expect(admit(trying, at(35))).toEqual({ kind: "try" });
  });

  test("each failed trial opens it for twice as long, up to five minutes", () => {
    const waits: number[] = [];
    let circuit = opened;
    for (let i = 0; i < 9; i += 1) {
      const now = circuit.retryAt ?? START;
      circuit = afterFailure({ ...circuit, trialUntil: new Date(now.getTime() + 30_000) }, null, now);
      waits.push(((circuit.retryAt?.getTime() ?? 0) - now.getTime()) / 1_000);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300, 300]);
    expect(circuit.openedAt).toEqual(START);
  });

  test("Retry-After counts when it is longer, an hour of it at most", () => {
    const almost = failTimes(FAILURES_TO_OPEN - 1);
    expect(afterFailure(almost, 60_000, START).retryAt).toEqual(at(60));
    expect(afterFailure(almost, 1_000, START).retryAt).toEqual(at(5));
    expect(afterFailure(almost, 86_400_000, START).retryAt).toEqual(at(3_600));
  });

  test("failures of requests that left before it opened do not make it wait longer", () => {
    expect(afterFailure(opened, null, at(1))).toEqual({ ...opened, failures: FAILURES_TO_OPEN + 1 });
  });

  test("never waits longer than an hour, whatever happens, and always lets one try in the end", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(600), fc.option(fc.nat(200_000_000))), { maxLength: 60 }), (failures) => {
        let now = START;
        let circuit = CLOSED;
        for (const [seconds, retryAfterMs] of failures) {
          now = new Date(now.getTime() + seconds * 1_000);
          circuit = afterFailure(circuit, retryAfterMs, now);
          const admitted = admit(circuit, now);
          if (admitted.kind === "wait") {
            expect(admitted.until.getTime() - now.getTime()).toBeLessThanOrEqual(3_600_000);
            expect(admit(circuit, admitted.until).kind).toBe("try");
          }
        }
        expect(circuit.failures).toBe(failures.length);
      }),
    );
  });
});
