/** What the web role's server grants its callers, and for how long it waits for them. Times are milliseconds. */
export interface Limits {
  /** For a whole request to arrive, body included. */
  requestTimeout: number;
  /** For the headers of a request, and for the first byte on a new connection. */
  headersTimeout: number;
  /** Until a connection on which nothing is asked is closed. */
  keepAliveTimeout: number;
  /** Until a connection is closed on which nothing moves although an answer is under way: its reader does not read. */
  idleTimeout: number;
  /** For what is left of a body whose request has been answered, a refused one for example. */
  leftoverTimeout: number;
  /** How often the first two are looked after. */
  checkEvery: number;
  /** Of all headers together, in bytes, the request line included. */
  headerBytes: number;
  /** How many headers. */
  headers: number;
  /** Of a body, in bytes, where no door of ours reads it: pages and sign-in. Doors have limits of their own. */
  pageBodyBytes: number;
  /** Open connections of one address. Private ones are proxies of ours and have no limit of their own. */
  connectionsOfAddress: number;
}

export const LIMITS: Limits = {
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 65_000,
  idleTimeout: 120_000,
  leftoverTimeout: 2_000,
  checkEvery: 2_000,
  headerBytes: 16 * 1024,
  headers: 100,
  pageBodyBytes: 64 * 1024,
  connectionsOfAddress: 512,
};
