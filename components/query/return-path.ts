/**
 * Where to go after signing in, taken from the address. Only a path of ours: never another site, which an address
 * like `//example.org` or `/\example.org` would be. Pure.
 */
export function returnPath(value: string | null | undefined): string {
  if (!value || !/^\/(?![/\\])/.test(value)) return "/messages";
  const base = "http://tidings.invalid";
  if (!URL.canParse(value, base)) return "/messages";
  const url = new URL(value, base);
  return url.origin === base ? `${url.pathname}${url.search}` : "/messages";
}
