const names = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/** The English name of a country by its two-letter code; a name stays as it is, since Routee sends either. Pure. */
export function countryName(country: string): string {
  return /^[A-Z]{2}$/.test(country) ? (names.of(country) ?? country) : country;
}
