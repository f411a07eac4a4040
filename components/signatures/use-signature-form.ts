"use client";

import { useState } from "react";
import { type FieldErrors, withoutField } from "@/components/ui/field-errors";
import { pickHeaders } from "./pick-headers";
import type { Pasted } from "./read-pasted";
import { type Verdict, verifySignature } from "./verify-signature";

const EMPTY: Pasted = { id: "", timestamp: "", signature: "", body: "", secret: "" };

/** What is pasted and what came of checking it. A verdict goes as soon as anything that it is about changes. */
export function useSignatureForm() {
  const [block, setBlock] = useState("");
  const [values, setValues] = useState(EMPTY);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [attempt, setAttempt] = useState(0);
  const [verdict, setVerdict] = useState<Exclude<Verdict, { result: "unreadable" }> | null>(null);

  const change = (changes: Partial<Pasted>) => {
    setValues((before) => ({ ...before, ...changes }));
    setErrors((before) => Object.keys(changes).reduce(withoutField, before));
    setVerdict(null);
  };
  return {
    block,
    values,
    errors,
    attempt,
    verdict,
    change,
    /** Picks the three headers out of a block; a field whose header is not in it keeps what it holds. */
    paste(text: string) {
      setBlock(text);
      const picked = pickHeaders(text);
      if (Object.keys(picked).length > 0) change(picked);
    },
    async check() {
      const found = await verifySignature(values, new Date());
      const wrong = found.result === "unreadable" ? found.wrong : [];
      setErrors(Object.fromEntries(wrong.map(({ field, message }) => [field, message])));
      setVerdict(found.result === "unreadable" ? null : found);
      if (wrong.length > 0) setAttempt((before) => before + 1);
    },
  };
}
