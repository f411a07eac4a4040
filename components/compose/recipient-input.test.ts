import { expect, it } from "vitest";
import { countryOfLanguage, withCountry } from "./recipient-input";

it.each([
  ["+30 691 234 5678", "GB", "6912345678"],
  ["691 234 5678", "GB", "6912345678"],
  ["+44 7400 123456", "GB", "+447400123456"],
  ["", "GB", ""],
] as const)("%j with another country keeps its digits", (text, chosen, digits) => {
  expect(withCountry(text, "GR", chosen).replace(/[^\d+]/g, "")).toBe(digits);
});

it.each([
  [["de-AT", "de"], "AT"],
  [["sr-Latn-RS"], "RS"],
  [["en", "fr-CA"], "CA"],
  [["en"], "GR"],
  [["xx-ZZ"], "GR"],
  [[], "GR"],
])("the languages %j begin with %s", (languages, country) => {
  expect(countryOfLanguage(languages)).toBe(country);
});
