import { log } from "./log";

/**
 * What comes of some work, if it comes in time. Work that is late goes on; a failure of it is told in the log.
 * @param late makes the error that is thrown in its place
 */
export async function inTime<T>(work: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(late());
      work.catch((error: unknown) => log().warn({ err: error }, "what was too late failed"));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
