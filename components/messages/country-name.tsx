const names = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/** A country by its English name. Routee sends its two-letter code or a name, which stays as it is. */
export function CountryName({ country, className }: { country: string; className?: string }) {
  const name = /^[A-Z]{2}$/.test(country) ? names.of(country) : country;
  // Server and browser may know a country by two names.
  return (
    <span className={className} suppressHydrationWarning>
      {name}
    </span>
  );
}
