import { log } from "./log";

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
        if (isLate) log().warn({ err: error }, "what was too late failed");
        else reject(error);
      },
    );
  });
}
