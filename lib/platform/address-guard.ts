import { BlockList, isIP } from "node:net";

/**
 * Which addresses calls to users' URLs may reach. Pure. Whoever can name a URL could otherwise make this machine speak
 * to its own network (server-side request forgery).
 */

/** What is refused, by its name in IANA's special-purpose registries (RFC 6890 and its updates). */
const REFUSED: readonly (readonly [rule: string, networks: readonly string[]])[] = [
  [
    "the cloud's metadata service",
    ["169.254.169.254/32", "fd00:ec2::254/128", "100.100.100.200/32", "168.63.129.16/32"],
  ],
  ["this machine (loopback)", ["127.0.0.0/8", "::1/128"]],
  ["no address (unspecified)", ["0.0.0.0/8", "::/128"]],
  ["a private network", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"]],
  ["a link-local address", ["169.254.0.0/16", "fe80::/10"]],
  ["shared carrier space", ["100.64.0.0/10"]],
  ["a multicast address", ["224.0.0.0/4", "ff00::/8"]],
  ["a broadcast or reserved address", ["240.0.0.0/4"]],
  [
    "a documentation or test network",
    ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "2001:db8::/32", "3fff::/20"],
  ],
  ["a protocol assignment", ["192.0.0.0/24", "192.88.99.0/24", "2001::/23", "5f00::/16", "100::/64"]],
  // These carry an IPv4 address inside, which may be any of the above.
  ["an IPv4 address mapped into IPv6", ["::ffff:0:0/96", "::ffff:0:0:0/96", "::/96"]],
  ["an IPv4 address translated into IPv6", ["64:ff9b::/96", "64:ff9b:1::/48"]],
  ["an IPv4 address tunnelled in IPv6 (6to4)", ["2002::/16"]],
];

/** A range of addresses, opened on purpose. */
export interface Network {
  address: string;
  prefix: number;
}

/** Reads `10.0.0.0/8` or `::1/128`; a bare address is a range of one. Null when it is neither. */
export function parseNetwork(text: string): Network | null {
  const [, address = "", length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  return family === 0 || prefix > bits ? null : { address, prefix };
}

/** Lists of each family apart: a BlockList takes every IPv4 address for a mapped IPv6 one too. */
function listOf(networks: readonly Network[]): { has(address: string): boolean } {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  const familyOf = (address: string) => (isIP(address) === 4 ? "ipv4" : "ipv6");
  for (const { address, prefix } of networks) lists[familyOf(address)].addSubnet(address, prefix, familyOf(address));
  return { has: (address) => lists[familyOf(address)].check(address, familyOf(address)) };
}

const lists = REFUSED.map(
  ([rule, networks]) => [rule, listOf(networks.flatMap((text) => parseNetwork(text) ?? []))] as const,
);

/** Lists by what they are made of: configuration, which does not change. */
const made = new WeakMap<readonly Network[], ReturnType<typeof listOf>>();

function keptListOf(networks: readonly Network[]): ReturnType<typeof listOf> {
  const kept = made.get(networks) ?? listOf(networks);
  made.set(networks, kept);
  return kept;
}

const NONE: readonly Network[] = [];

/** The IPv4 address inside a mapped one (`::ffff:127.0.0.1`), in its usual form; null for all others. */
function mappedIpv4(address: string): string | null {
  if (isIP(address) !== 6) return null;
  // The URL parser writes IPv6 in one way (WHATWG URL, host serializer).
  const written = new URL(`http://[${address}]`).hostname;
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(written) ?? [];
  if (high === undefined || low === undefined) return null;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}

/**
 * Why an address (IPv4 or IPv6, without zone) may not be called, or null when it may.
 * @param allowed ranges that are open although they would be refused; they win over every rule.
 */
export function refusedAddress(address: string, allowed: readonly Network[] = NONE): string | null {
  if (isIP(address) === 0) return "no address";
  const mapped = mappedIpv4(address);
  const open = keptListOf(allowed);
  if (open.has(address) || (mapped !== null && open.has(mapped))) return null;
  // The address inside says more than that it is inside.
  const inner = mapped === null ? null : refusedAddress(mapped);
  return inner ?? lists.find(([, list]) => list.has(address))?.[0] ?? null;
}

/** Ports that web servers use; below 1024 everything else belongs to other protocols. */
function refusedPort(port: number): boolean {
  return port !== 80 && port !== 443 && port < 1024;
}

const MAX_URL = 2_048;

/**
 * Why a callback URL is refused by its form alone, or null. The addresses behind its name are another matter.
 * Decimal, octal and hexadecimal hosts become plain addresses here, as URL parsers read them.
 */
export function refusedUrl(text: string, options: { httpsOnly: boolean; allowed?: readonly Network[] }): string | null {
  if (text.length > MAX_URL) return `The address has more than ${MAX_URL} characters.`;
  if (!URL.canParse(text)) return "This is not a full web address.";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "The address must start with https:// or http://.";
  if (options.httpsOnly && url.protocol !== "https:") return "A live app's callbacks need https://.";
  if (url.username !== "" || url.password !== "") return "No user name or password in the address.";
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  if (refusedPort(port)) return `Port ${port} is not for web servers: use 80, 443 or one above 1023.`;
  const literal = hostAddress(url);
  const rule = literal === null ? null : refusedAddress(literal, options.allowed);
  return rule === null ? null : `${literal} is ${rule}; callbacks may not reach it.`;
}

/** The address that a URL's host is, in place of a name; null for a name. */
export function hostAddress({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? null : bare;
}
