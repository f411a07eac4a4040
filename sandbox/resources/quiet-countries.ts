import { invalid, ok, type Reply } from "../exchange";
import { PLACES } from "../quiet-hours";

/** `GET /sms/quietHours/countries/{language}`, in Greek or English. */
export function readQuietCountries(language: string): Reply {
  if (language !== "el" && language !== "en") return invalid({ language: "el or en" }, "QuietHours");
  const english = new Intl.DisplayNames("en", { type: "region" });
  const local = new Intl.DisplayNames(language, { type: "region" });
  return ok(
    Object.entries(PLACES).map(([code, { iso3, timeZone }]) => ({
      code,
      name: english.of(code),
      localeName: local.of(code),
      isoA3Code: iso3,
      supported: timeZone !== null,
    })),
  );
}
