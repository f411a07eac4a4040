import type { FieldError } from "@/lib/platform/problem";

/** What is wrong with a form, by the dotted path of the field. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The first message of each path. Pure. */
export function messagesByPath(errors: readonly FieldError[]): FieldErrors {
  const byPath: Record<string, string> = {};
  for (const { path, message } of errors) byPath[path] ??= message;
  return byPath;
}

/** The errors without those of one field, which is being corrected. Pure. */
export function withoutField(errors: FieldErrors, path: string): FieldErrors {
  return Object.fromEntries(Object.entries(errors).filter(([name]) => name !== path));
}
