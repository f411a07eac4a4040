import type { Courier } from "./courier";
import type { Ledger } from "./ledger";
import type { Asked, Reply } from "./routee";

/** Whether a Host header names this machine itself, so that no page elsewhere can reach the controls by a name of its own. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

const MAX_SPEED = 100_000;

/** What tests and people use to look into the sandbox and to steer it; null when there is no such control. */
export function answerControl(asked: Asked, ledger: Ledger, courier: Courier, reset: () => void): Reply | null {
  const { method, path } = asked;
  if (method === "GET" && path === "/control/ledger") return readLedger(asked, ledger);
  if (method === "POST" && path === "/control/speed") return setSpeed(asked, courier);
  if (method === "POST" && path === "/control/reset") {
    reset();
    return { status: 200, body: { reset: true } };
  }
  return null;
}

function readLedger({ query }: Asked, ledger: Ledger): Reply {
  const since = query.get("since");
  const from = since === null ? 0 : /^\d+$/.test(since) ? Number(since) : Date.parse(since);
  if (Number.isNaN(from)) return { status: 400, body: { problem: "since is neither a time nor milliseconds" } };
  const iso = (at: number) => new Date(at).toISOString();
  const taken = [...ledger.messages.values()]
    .filter(({ acceptedAt }) => acceptedAt >= from)
    .map(({ trackingId, to, body, label, acceptedAt }) => ({ trackingId, to, body, label, at: iso(acceptedAt) }));
  const posted = ledger.posted.filter(({ at }) => at >= from).map(({ at, ...rest }) => ({ ...rest, at: iso(at) }));
  return { status: 200, body: { taken, posted } };
}

function setSpeed({ json }: Asked, courier: Courier): Reply {
  const speed = typeof json === "object" && json !== null && "speed" in json ? json.speed : null;
  if (typeof speed !== "number" || !(speed > 0 && speed <= MAX_SPEED))
    return { status: 400, body: { problem: `speed is a number above 0, at most ${MAX_SPEED}` } };
  courier.setSpeed(speed);
  return { status: 200, body: { speed } };
}
