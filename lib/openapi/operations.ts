import type { Operation } from "./operation";
import { appOperations } from "./operations/apps";
import { batchOperations } from "./operations/batches";
import { callbackOperations } from "./operations/callbacks";
import { messageOperations } from "./operations/messages";
import { routeeOperations } from "./operations/routee";

/** Everything that the API offers, in the order in which it is shown. */
export const OPERATIONS: readonly Operation[] = [
  ...messageOperations,
  ...batchOperations,
  ...callbackOperations,
  ...routeeOperations,
  ...appOperations,
];
