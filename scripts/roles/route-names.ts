/** The first parts of the addresses that Tidings has, so that figures have few names and none that a caller made up. */
const KNOWN = new Set(
  `accounts analyze api apps auth batches callback-doctor callback-endpoints callback-preview callback-test callbacks
   campaign campaigns cancel content docs events guide health keys live messages metrics oauth openapi.json pause prices refresh
   replay resume retry routee session setup sign-in signing-secret single sms stream system token tracking verify webhooks
   account endpoints me balance compose new edit`.split(/\s+/),
);

/** An address as a pattern: what is not a word of ours is `*`. Pure. @param url a request's path and query. */
export function routeOf(url: string | undefined): string {
  const path = (url ?? "/").split("?", 1)[0] ?? "/";
  if (path.startsWith("/_next/")) return "/_next/*";
  const parts = path.split("/").slice(1, 7);
  if (parts[0] !== "" && !KNOWN.has(parts[0] ?? "")) return "*";
  return `/${parts.map((part) => (part === "" || KNOWN.has(part) ? part : "*")).join("/")}`;
}
