import { EventEmitter, once } from "node:events";
import { run, type WorkerEvents } from "graphile-worker";
import { startReleaser } from "@/lib/batches/releaser";
import { BATCH_CHANNEL } from "@/lib/batches/store";
import { startDispatcher } from "@/lib/callbacks/dispatcher";
import { mendCallbacks } from "@/lib/callbacks/mend-callbacks";
import { giveBackCallbacksOf } from "@/lib/callbacks/store-claim";
import { sweepKeys } from "@/lib/keys/store";
import { dropMonths } from "@/lib/messages/drop-months";
import { loseRequestsOf } from "@/lib/messages/hand-over";
import { startHandOverDispatcher } from "@/lib/messages/hand-over-dispatcher";
import { CALLBACK_CHANNEL } from "@/lib/messages/outbox";
import { ensurePartitions } from "@/lib/messages/partitions";
import { HAND_OVER_CHANNEL } from "@/lib/messages/store";
import { messageTasks } from "@/lib/messages/tasks";
import { sweepThrottle } from "@/lib/people/throttle";
import { config } from "@/lib/platform/config";
import { closeDatabase, pool, type Sql, transaction } from "@/lib/platform/database";
import { sweepIdempotencyKeys } from "@/lib/platform/idempotency";
import { listen } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { queueLogger } from "@/lib/platform/queue-logger";
import { repeat } from "@/lib/platform/repeat";
import { startTracing } from "@/lib/platform/start-tracing";
import { announceWorker, releaseDeadWorkers } from "@/lib/platform/worker-liveness";
import { followUpDue } from "@/lib/receipts/follow-up-due";
import { learnDeliveryTimes } from "@/lib/receipts/store";
import { receiptTasks } from "@/lib/receipts/tasks";
import { runRole } from "./role";

/** The worker: brings messages to Routee and keeps house. Any number of them may run. */
const CONCURRENCY = 8;
const RELEASE_EVERY_MS = 2_000;
const FOLLOW_UP_EVERY_MS = 5_000;
const MEND_EVERY_MS = 5 * 60_000;
const HOUSEKEEPING = "housekeeping";

async function housekeeping(): Promise<void> {
  await ensurePartitions(pool());
  const { retentionMonths: keepMonths } = config();
  if (keepMonths !== null) await dropMonths({ keepMonths });
  await sweepIdempotencyKeys(pool());
  await sweepKeys(pool());
  await sweepThrottle();
  await transaction(learnDeliveryTimes);
}

/** What workers that died were at. */
async function takeOver(sql: Sql, workers: string[]): Promise<void> {
  await loseRequestsOf(sql, workers);
  await giveBackCallbacksOf(sql, workers);
}

runRole("worker", async (fail) => {
  const stopTracing = await startTracing("worker");
  await housekeeping();
  const liveness = await announceWorker((error) => fail(new Error(`The worker lost its place: ${error.message}`)));
  await releaseDeadWorkers(takeOver);
  const registration = new EventEmitter();
  const registered = once(registration, "done");
  const workerIds: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  // Jobs are locked in the pool's name, or in a worker's where there is only one.
  events.on("pool:create", ({ workerPool }) => workerIds.push(workerPool.id));
  events.on("worker:create", ({ worker }) => workerIds.push(worker.workerId));
  const tasks: Record<string, (payload: unknown) => Promise<void>> = {
    ...messageTasks,
    ...receiptTasks,
    [HOUSEKEEPING]: housekeeping,
  };
  const runner = await run({
    pgPool: pool(),
    concurrency: CONCURRENCY,
    events,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: queueLogger(),
    crontab: `17 * * * * ${HOUSEKEEPING} ?fill=1d`,
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        async (payload: unknown) => {
          await registered;
          await task(payload);
        },
      ]),
    ),
  });
  await liveness.own(workerIds);
  registration.emit("done");
  const troubled = (what: string) => (error: unknown) => log().warn({ err: error }, what);
  const releasing = repeat(
    RELEASE_EVERY_MS,
    async () => {
      const dead = await releaseDeadWorkers(takeOver);
      if (dead > 0) log().warn({ dead }, "took over the jobs of workers that died");
    },
    troubled("could not look for dead workers"),
  );
  const following = repeat(
    FOLLOW_UP_EVERY_MS,
    async () => {
      while ((await followUpDue()) > 0);
    },
    troubled("could not look after open messages"),
  );
  const handingOver = startHandOverDispatcher(liveness.id);
  const handOverListener = listen({
    channel: HAND_OVER_CHANNEL,
    name: "hand-over",
    onNotify: handingOver.wake,
    onConnected: async () => handingOver.wake(),
  });
  const mending = repeat(MEND_EVERY_MS, mendCallbacks, troubled("could not look for forgotten callbacks"));
  const dispatcher = startDispatcher(liveness.id);
  const callbackListener = listen({
    channel: CALLBACK_CHANNEL,
    name: "callbacks",
    onNotify: dispatcher.wake,
    onConnected: async () => dispatcher.wake(),
  });
  const releaser = startReleaser();
  const batchListener = listen({
    channel: BATCH_CHANNEL,
    name: "batches",
    onNotify: releaser.wake,
    onConnected: async () => releaser.wake(),
  });
  return {
    async stop() {
      await Promise.all([handOverListener.close(), batchListener.close(), callbackListener.close()]);
      // Beside each other: requests that wait for their answers take up to a time-out each.
      await Promise.all([
        handingOver.stop(),
        releaser.stop(),
        dispatcher.stop(),
        mending.stop(),
        releasing.stop(),
        following.stop(),
        runner.stop(),
      ]);
      await stopTracing();
      await liveness.close();
      await closeDatabase();
    },
  };
});
