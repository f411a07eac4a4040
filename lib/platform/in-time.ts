import { createLineBudget } from "./line-budget";
import { log } from "./log";

/** When the database dies thousands may fail at once. */
const budget = createLineBudget(10);

/**
 * What comes of some work, if it comes in time. Work that is late goes on; a failure of it is told in the log.
 * @param late makes the error that is thrown in its place
 */
export function inTime<T>(work: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  // Thousands of receipts a second come by here, for which `Promise.race` would make three promises more.
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(late());
    }, milliseconds);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (!isLate) reject(error);
        else if (budget.take("late") !== null) log().warn({ err: error }, "what was too late failed");
      },
    );
  });
}
