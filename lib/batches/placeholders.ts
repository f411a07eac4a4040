/** Texts with places for what differs from recipient to recipient. Pure. */

/** How a place is written: ours is `{{name}}`, Routee's in campaigns is `[~name]`. */
export type PlaceholderForm = "batch" | "campaign";

const FORMS: Readonly<Record<PlaceholderForm, RegExp>> = {
  batch: /\{\{\s*([^\s{}]+(?:\s+[^\s{}]+)*)\s*\}\}/g,
  campaign: /\[~([^[\]~]+)\]/g,
};

/** A text cut at its places: one piece more than there are names. */
export interface Template {
  pieces: readonly string[];
  names: readonly string[];
}

/** Cuts a text at its places. */
export function templateOf(body: string, form: PlaceholderForm): Template {
  const parts = body.split(FORMS[form]);
  return { pieces: parts.filter((_, at) => at % 2 === 0), names: parts.filter((_, at) => at % 2 === 1) };
}

/** The value for a name: the recipient's own, or else what is filled in for everybody. */
export function variableOf(
  name: string,
  variables: Readonly<Record<string, string>>,
  fallback: Readonly<Record<string, string>>,
): string | undefined {
  if (Object.hasOwn(variables, name)) return variables[name];
  return Object.hasOwn(fallback, name) ? fallback[name] : undefined;
}

/** The text for one recipient, or null when a value is missing. */
export function fill(
  { pieces, names }: Template,
  variables: Readonly<Record<string, string>>,
  fallback: Readonly<Record<string, string>>,
): string | null {
  let text = pieces[0] ?? "";
  for (const [at, name] of names.entries()) {
    const value = variableOf(name, variables, fallback);
    if (value === undefined) return null;
    text += value + (pieces[at + 1] ?? "");
  }
  return text;
}
