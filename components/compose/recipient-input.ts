import { asYouType, type CountryCode, listCountries } from "@/lib/sms/phone";

/** What is typed after another country is chosen: the country code that was in it goes, the rest stays. Pure. */
export function withCountry(text: string, before: CountryCode, chosen: CountryCode): string {
  const old = listCountries().find(({ code }) => code === before)?.callingCode;
  const digits = text.replace(/[^\d+]/g, "");
  if (!old || !digits.startsWith(`+${old}`)) return text;
  return asYouType(digits.slice(old.length + 1), chosen);
}

/** The country to begin with: the one in the browser's language, else Greece, where Routee is at home. Pure. */
export function countryOfLanguage(languages: readonly string[]): CountryCode {
  const known = new Set<string>(listCountries().map(({ code }) => code));
  for (const language of languages) {
    const region = /^[a-z]{2,3}(?:-[A-Za-z]{4})?-([A-Z]{2})\b/.exec(language)?.[1];
    if (region && known.has(region)) return region as CountryCode;
  }
  return "GR";
}
