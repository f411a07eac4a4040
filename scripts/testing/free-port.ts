import { createServer } from "node:net";

/** A port that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((give, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? give(address.port) : reject(new Error("no port"))));
    });
  });
}
