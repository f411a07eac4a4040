import { isIP } from "node:net";

/** The header in which our own listener tells the rest who is calling; what a caller sends in it is overwritten. */
export const REMOTE_ADDRESS = "x-tidings-remote-address";

/**
 * Whether an address cannot be reached from the internet: a proxy there is one of ours.
 * Loopback, RFC 1918, link-local and unique local addresses.
 */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, "");
  if (isIP(plain) === 4) return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(plain);
  return isIP(plain) === 6 && /^(::1$|f[cd]|fe[89ab])/i.test(plain);
}

/**
 * Who is calling. Pure. `X-Forwarded-For` is believed only where the connection comes from a private address, and
 * only its last entry, which the nearest proxy wrote.
 */
export function remoteAddress(socketAddress: string | undefined, forwardedFor: string | undefined): string {
  const direct = (socketAddress ?? "unknown").replace(/^::ffff:/i, "");
  const last = forwardedFor?.split(",").at(-1)?.trim();
  return last && isIP(last) !== 0 && isPrivateAddress(direct) ? last : direct;
}
