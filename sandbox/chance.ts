/**
 * A number from 0 up to 1 that depends on nothing but the seed and what it is asked about: the same question has the
 * same answer, in whatever order questions come and after a restart. Pure (FNV-1a, finished as in MurmurHash3).
 */
export function chance(seed: number, ...about: readonly (string | number)[]): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const char of about.join("/")) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
