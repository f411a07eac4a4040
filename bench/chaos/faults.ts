import { setTimeout as delay } from "node:timers/promises";
import { ask } from "../support/post";
import type { Stack } from "../support/stack";
import type { Clock } from "./clock";
import { answersWithin, backendsOf, connectTo, freeze, takeAllPlaces } from "./postgres";
import { type Probes, probesWhileAway } from "./probes";
import { startOnBadFolders } from "./start-faults";

/** What goes wrong, one after the other. Each fault is over, and Tidings well again, when it returns. */

/** What a fault may use. */
export interface Scene {
  stack: Stack;
  clock: Clock;
  chance: () => number;
  probes: Probes;
  /** How long the long ones last, in milliseconds. */
  lasting: Readonly<Record<"away" | "frozen" | "full" | "sandbox" | "clock", number>>;
  /** Only what each fault is about. */
  brief: boolean;
  /** What does not hold. */
  problems: string[];
  /** What was left out, and why. */
  skipped: string[];
  /** What happened how often. */
  count(what: string): void;
}

type Fault = (scene: Scene) => Promise<void>;

/** How long anything may take to come back. */
const BACK_MS = 45_000;

async function killRole(scene: Scene, role: "web" | "worker"): Promise<void> {
  const before = scene.stack.pidOf(role);
  if (scene.stack.kill(role)) scene.count(`${role} killed (-9)`);
  await back(scene, role, () => scene.stack.pidOf(role) !== undefined && scene.stack.pidOf(role) !== before);
}

/** Waits until Tidings as a whole is well: the web answers, the database too, and a worker was seen since. */
async function back(scene: Scene, what: string, also: () => boolean = () => true): Promise<void> {
  const since = Date.now();
  const until = performance.now() + BACK_MS;
  while (performance.now() < until) {
    const health = await ask(`${scene.stack.url}/api/health`);
    const seen = /"lastSeenAt":"([^"]+)"/.exec(health?.text ?? "")?.[1];
    if (health?.status === 200 && also() && seen !== undefined && Date.parse(seen) > since) return;
    await delay(100);
  }
  scene.problems.push(`after ${what} Tidings was not well again within ${BACK_MS / 1_000} s`);
}

async function databaseBack(scene: Scene, what: string): Promise<void> {
  if (!(await answersWithin(scene.stack.database.url, BACK_MS)))
    scene.problems.push(`after ${what} PostgreSQL did not come back within ${BACK_MS / 1_000} s`);
  await back(scene, what);
}

/** Does something on a connection of its own, if PostgreSQL gives one. */
async function onBackends(
  scene: Scene,
  work: (pids: number[], end: (pids: number[]) => Promise<unknown>) => Promise<void> | void,
): Promise<void> {
  const client = await connectTo(scene.stack.database.url);
  if (!client) return;
  try {
    await work(await backendsOf(client), (pids) =>
      client.query("SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS b(pid)", [pids]),
    );
  } finally {
    await client.end();
  }
}

/** Waits a random part of a time, at least a tenth. */
const within = (scene: Scene, ms: number) => delay(ms * (0.1 + 0.9 * scene.chance()));

/** The faults, by the name that a flag gives them. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  web: (scene) => killRole(scene, "web"),
  worker: (scene) => killRole(scene, "worker"),
  async postmaster(scene) {
    process.kill(scene.stack.database.pid(), "SIGKILL");
    scene.count("postmaster killed (-9)");
    await databaseBack(scene, "a postmaster killed");
  },
  async backend(scene) {
    await onBackends(scene, (pids) => {
      const pid = pids[Math.floor(scene.chance() * pids.length)];
      if (pid === undefined) return;
      process.kill(pid, "SIGKILL");
      scene.count("single backend killed (-9)");
    });
    await databaseBack(scene, "a backend killed");
  },
  async terminate(scene) {
    await onBackends(scene, async (pids, end) => {
      const some = pids.filter(() => scene.chance() < 0.5);
      await end(some);
      for (const _ of some) scene.count("connection ended by an administrator");
    });
    await databaseBack(scene, "connections ended");
  },
  async away(scene) {
    await scene.stack.database.stop();
    scene.count("PostgreSQL stopped for a while");
    const since = performance.now();
    scene.problems.push(...(await probesWhileAway(scene.probes)));
    await delay(Math.max(0, scene.lasting.away - (performance.now() - since)));
    await scene.stack.database.start();
    await databaseBack(scene, "PostgreSQL stopped for a while");
  },
  async frozen(scene) {
    const goOn = await freeze(scene.stack.database.url, scene.stack.database.pid());
    if (!goOn) return;
    scene.count("PostgreSQL took connections and did not answer");
    try {
      await Promise.all([
        probesWhileAway(scene.probes).then((problems) => scene.problems.push(...problems)),
        delay(scene.lasting.frozen),
      ]);
    } finally {
      goOn();
    }
    await databaseBack(scene, "PostgreSQL did not answer");
  },
  async full(scene) {
    const places = takeAllPlaces(scene.stack.database.url);
    scene.count("PostgreSQL's connections all taken");
    await within(scene, scene.lasting.full / 4);
    // Without this Tidings would live on the connections that it has.
    const role = scene.brief || scene.chance() < 0.5 ? "worker" : "web";
    if (scene.stack.kill(role)) scene.count(`${role} killed (-9)`);
    await delay(scene.lasting.full);
    if (places.taken() < 10) scene.problems.push(`only ${places.taken()} connections could be taken`);
    await places.stop();
    await databaseBack(scene, "all connections taken");
  },
  async sandbox(scene) {
    await scene.stack.halt("sandbox");
    scene.count("sandbox killed (-9) and away");
    await delay(scene.lasting.sandbox / 2);
    if (!scene.brief) await killRole(scene, scene.chance() < 0.5 ? "web" : "worker");
    await delay(scene.lasting.sandbox / 2);
    await scene.stack.resume("sandbox");
  },
  async clock(scene) {
    for (const hours of scene.chance() < 0.5 ? [1, -1, 0] : [-1, 1, 0]) {
      scene.clock.step(hours, [scene.stack.pidOf("web"), scene.stack.pidOf("worker")]);
      scene.count("clock stepped in web and worker");
      if (hours !== 0) await within(scene, scene.lasting.clock);
      // Its next process begins with the wrong clock.
      if (hours === 1 && !scene.brief) await killRole(scene, scene.chance() < 0.5 ? "web" : "worker");
    }
    await back(scene, "steps of the clock");
  },
  async start(scene) {
    await startOnBadFolders(scene);
  },
};
