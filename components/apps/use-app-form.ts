"use client";

import { useState } from "react";
import { ApiError } from "@/components/query/api";
import { type FieldErrors, messagesByPath, withoutField } from "@/components/ui/field-errors";
import type { FieldError } from "@/lib/platform/problem";
import { APP_PATHS } from "./app-fields";
import type { AppValues } from "./app-values";

/** What is typed into an app's form and what is wrong with it. */
export function useAppForm(start: () => AppValues) {
  const [values, setValues] = useState(start);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [attempt, setAttempt] = useState(0);
  return {
    values,
    errors,
    attempt,
    change(changes: Partial<AppValues>) {
      setValues((before) => ({ ...before, ...changes }));
      for (const name of Object.keys(changes) as (keyof AppValues)[])
        setErrors((before) => withoutField(before, APP_PATHS[name] ?? name));
    },
    /** Notes what the form itself found wrong. */
    refuse(found: readonly FieldError[]) {
      setErrors(messagesByPath(found));
      if (found.length > 0) setAttempt((before) => before + 1);
    },
    /** Notes what the server found wrong. */
    failed(error: Error) {
      if (error instanceof ApiError) setErrors(messagesByPath(error.errors));
      setAttempt((before) => before + 1);
    },
  };
}
