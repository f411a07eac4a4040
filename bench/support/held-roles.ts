import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "@/scripts/start/processes.mjs";
import { type Roles, startRoles } from "@/scripts/start/roles.mjs";
import type { Role } from "@/scripts/start/settings.mjs";

/** The roles as `npm start` keeps them, of which each can also be sent away and fetched back. */
export interface HeldRoles {
  /** Rejects when a role cannot start. */
  ready: Promise<void>;
  kill(role: Role): boolean;
  pidOf(role: Role): number | undefined;
  halt(role: Role): Promise<void>;
  resume(role: Role): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the roles. @param options.envOf environment of one role alone. */
export function holdRoles(
  names: readonly Role[],
  options: {
    env: NodeJS.ProcessEnv;
    envOf: Partial<Record<Role, Record<string, string>>>;
    say: (line: string) => void;
  },
): HeldRoles {
  const held = new Map<Role, Roles>();

  async function begin(role: Role): Promise<void> {
    const env = { ...options.env, ...options.envOf[role] };
    const running = startRoles({ root: resolve("."), roles: [role], env, say: options.say });
    held.set(role, running);
    await Promise.race([running.ready, running.failed]);
  }

  const pidOf = (role: Role) => held.get(role)?.pidOf(role);
  return {
    ready: Promise.all(names.map(begin)).then(() => undefined),
    pidOf,
    kill(role) {
      const pid = pidOf(role);
      if (pid === undefined) return false;
      process.kill(pid, "SIGKILL");
      return true;
    },
    async halt(role) {
      const pid = pidOf(role);
      held.get(role)?.kill();
      while (pid !== undefined && isAlive(pid)) await delay(20);
    },
    resume: begin,
    async stop() {
      for (const role of names) await held.get(role)?.stop();
    },
  };
}
