/**
 * Text without credentials and tokens, which Routee's answers may repeat: as they are, and as JSON may spell them
 * (`\u0074oken`). To be done before a text is cut, so that no half of a secret is left. Pure.
 */
export function hide(text: string, secrets: readonly string[]): string {
  // What is shorter than any real secret would blot out ordinary words and digits.
  const hidden = secrets.filter((secret) => secret.length >= 5);
  const plain = hidden.reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), text);
  if (!plain.includes("\\")) return plain;
  return hidden.reduce((rest, secret) => rest.replace(inJson(secret), "[hidden]"), plain);
}

/** JSON without credentials and tokens in its texts, keys included. Pure. */
export function hideIn(json: unknown, secrets: readonly string[]): unknown {
  if (typeof json === "string") return hide(json, secrets);
  if (Array.isArray(json)) return json.map((item) => hideIn(item, secrets));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [hide(key, secrets), hideIn(value, secrets)]));
}

/** Matches the secret however JSON escapes its characters. */
function inJson(secret: string): RegExp {
  const units = secret.split("").map((unit) => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
    const anyCase = hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:\\\\?\\u${hex}|\\\\u${anyCase})`;
  });
  return new RegExp(units.join(""), "g");
}
