import { resolve } from "node:path";
import { startRoles } from "@/scripts/start/roles.mjs";
import { freePort } from "@/scripts/testing/free-port";

/** So many web processes on one database, each at an address of its own. */
export async function startWebs(
  count: number,
  env: Readonly<Record<string, string>>,
): Promise<{ urls: string[]; pids: number[]; stop(): Promise<void> }> {
  const webs: { url: string; roles: ReturnType<typeof startRoles> }[] = [];
  const stop = async () => {
    await Promise.all(webs.map(({ roles }) => roles.stop()));
  };
  // One after the other: that many beginning at once would keep each other from it.
  while (webs.length < count) {
    const port = await freePort();
    const roles = startRoles({
      root: resolve("."),
      roles: ["web"],
      env: { ...process.env, ...env, NODE_ENV: "production", PORT: String(port) },
      say: (line: string) => process.stderr.write(`  ${line}\n`),
    });
    webs.push({ url: `http://127.0.0.1:${port}`, roles });
    try {
      await Promise.race([roles.ready, roles.failed]);
    } catch (error) {
      await stop();
      throw error;
    }
  }
  return {
    urls: webs.map(({ url }) => url),
    pids: webs.flatMap(({ roles }) => roles.pidOf("web") ?? []),
    stop,
  };
}
