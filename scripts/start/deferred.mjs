/** @template T @typedef {{ promise: Promise<T>, resolve(value: T): void, reject(reason: unknown): void }} Deferred */

/** Promise.withResolvers, which Node has from 22 on. @template T @returns {Deferred<T>} */
export function deferred() {
  /** @type {(value: T) => void} */
  let resolve = () => undefined;
  /** @type {(reason: unknown) => void} */
  let reject = () => undefined;
  /** @type {Promise<T>} */
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
