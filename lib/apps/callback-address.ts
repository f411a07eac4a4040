import { refusedUrl } from "@/lib/platform/address-guard";
import { config } from "@/lib/platform/config";
import { checkedAddresses } from "@/lib/platform/guarded-http";
import { Problem } from "@/lib/platform/problem";
import type { Environment } from "./contract";

/**
 * Refuses a callback address that may not be called, naming the address and the rule. A name that cannot be resolved
 * passes: its receiver may not be there yet, and each attempt checks again.
 * @param path the field, for the error. @throws {Problem} `invalid_fields`
 */
export async function requireAllowedCallback(url: string, environment: Environment, path: string): Promise<void> {
  const checked = await checkedAddresses(url, optionsOf(environment));
  if ("rule" in checked) throw refused(path, checked.rule);
}

/** As {@link requireAllowedCallback}, by the form of the address alone, for what is accepted by the thousand. */
export function requireAllowedForm(url: string, environment: Environment, path: string): void {
  const rule = refusedUrl(url, optionsOf(environment));
  if (rule !== null) throw refused(path, rule);
}

const optionsOf = (environment: Environment) => ({
  httpsOnly: environment === "live",
  allowed: config().callbackAllowedNetworks,
});

function refused(path: string, message: string): Problem {
  return new Problem("invalid_fields", message, { errors: [{ path, code: "address_refused", message }] });
}
