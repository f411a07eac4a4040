"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { Alert } from "./alert";
import type { FieldErrors } from "./field-errors";

interface ErrorSummaryProps {
  form: RefObject<HTMLFormElement | null>;
  errors: FieldErrors;
  /** The label of each field, in the order of the page. */
  labels: Readonly<Record<string, string>>;
  /** Counts the attempts: after each the focus goes to the first field that is wrong. */
  attempt: number;
}

/** Names everything that keeps a form from being sent, each leading to its field. */
export function ErrorSummary({ form, errors, labels, attempt }: ErrorSummaryProps) {
  const wrong = inOrder(errors, labels);
  const focusFirst = useEffectEvent(() => {
    const [first] = wrong;
    if (first) focusField(form.current, first);
  });
  useEffect(() => {
    if (attempt > 0) focusFirst();
  }, [attempt]);
  if (wrong.length === 0) return null;
  return (
    <Alert tone="bad" title={wrong.length === 1 ? "One thing to put right" : `${wrong.length} things to put right`}>
      <ul className="grid gap-0.5">
        {wrong.map((path) => (
          <li key={path}>
            <button
              type="button"
              className="text-left underline underline-offset-2"
              onClick={() => focusField(form.current, path)}
            >
              {labels[path] ? `${labels[path]}: ` : ""}
              {errors[path]}
            </button>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function inOrder(errors: FieldErrors, labels: Readonly<Record<string, string>>): string[] {
  const known = Object.keys(labels).filter((path) => path in errors);
  return [...known, ...Object.keys(errors).filter((path) => !(path in labels))];
}

function focusField(form: HTMLFormElement | null, path: string): void {
  const field = form?.querySelector(`[data-field="${CSS.escape(path)}"]`);
  const control =
    field?.querySelector<HTMLElement>("[aria-invalid]") ??
    field?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, [role=combobox], select, button");
  control?.focus();
}
