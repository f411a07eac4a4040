/** Finds secrets where they must not be, in whatever form they were written. Pure. */

/** How a secret may look in a log, a page, an answer or a table: plain, escaped, or encoded, also amid other bytes. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // In base64 three bytes become four characters, so that a text within another has three forms.
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const end = (shift + bytes.length) % 3 === 0 ? encoded.length : encoded.length - 1;
    return encoded.slice(Math.ceil((shift * 4) / 3), end);
  });
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
  return [...new Set(forms)];
}

/**
 * The names of the secrets that stand in a text, in any form.
 * @param secrets by name. @throws when one is too short to be known from other text.
 */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    if (secret.length < 10) throw new Error(`${name} is too short to be looked for.`);
    return formsOf(secret).some((form) => text.includes(form)) ? [name] : [];
  });
}
