import { config } from "@/lib/platform/config";
import { sameBytes, sha256 } from "@/lib/platform/crypto";
import { readGauges, readWorkers } from "@/lib/platform/gauges";
import { processMetrics, snapshot, together } from "@/lib/platform/metrics";
import { Problem } from "@/lib/platform/problem";
import { isPrivateAddress, REMOTE_ADDRESS } from "@/lib/platform/remote-address";
import { door } from "../door";

/**
 * What Prometheus reads: this web process's own figures, those of all workers, and how much waits. With `METRICS_TOKEN`
 * it takes that as a bearer; without, it answers those that ask from a private network.
 */
export const GET = door({ auth: "none" }, async ({ request }) => {
  requireObserver(request);
  const [gauges, workers, own] = await Promise.all([readGauges(), readWorkers(), snapshot()]);
  const parts = await Promise.all([together([own, ...workers]), gauges.metrics(), processMetrics().metrics()]);
  return new Response(`${parts.join("\n")}\n`, {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
});

/** @throws {Problem} `unauthenticated` */
function requireObserver(request: Request): void {
  const { metricsToken } = config();
  if (metricsToken === null) {
    if (isPrivateAddress(request.headers.get(REMOTE_ADDRESS) ?? "")) return;
    throw new Problem(
      "unauthenticated",
      "Figures are given to private networks only. Set METRICS_TOKEN to read them from elsewhere.",
    );
  }
  const [, given = ""] = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!sameBytes(sha256(given), sha256(metricsToken)))
    throw new Problem("unauthenticated", "Send METRICS_TOKEN as a bearer.");
}
