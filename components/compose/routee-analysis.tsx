"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { requestJson } from "@/components/query/api";
import { Alert } from "@/components/ui/alert";
import { type AnalyzeMessage, analyzeMessageSchema, providerAnalysisSchema } from "@/lib/messages/contract";
import { type CountryCode, parseRecipient } from "@/lib/sms/phone";
import { costWords } from "./cost-words";
import type { FormValues } from "./form-values";

interface RouteeAnalysisProps {
  values: FormValues;
  transcode: boolean;
  defaultSender: string | null;
}

/** Longer than the pause between two keys. */
const PAUSE_MS = 800;

/** What Routee itself says of the text once one stops typing: its price, and a notice where it counts otherwise. */
export function RouteeAnalysis({ values, transcode, defaultSender }: RouteeAnalysisProps) {
  const question = useSettled(questionOf(values, transcode, defaultSender), PAUSE_MS);
  const query = useQuery({
    queryKey: ["analysis", values.appId, question],
    enabled: question !== null && values.appId !== "",
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      requestJson(providerAnalysisSchema, `/api/apps/${encodeURIComponent(values.appId)}/analyze`, {
        method: "POST",
        body: question ?? "",
        signal,
      }),
  });
  if (question === null) return null;
  if (query.error)
    return (
      <p className="text-ink-muted text-xs">
        Routee could not be asked what this text costs; it can be sent all the same.
      </p>
    );
  if (!query.data) return null;
  const { agrees, differences } = query.data;
  const cost = costWords(query.data, transcode);
  return (
    <div className="grid gap-2" data-routee-analysis={agrees ? "agrees" : "differs"}>
      {cost && <p className="text-ink-muted text-xs tabular-nums">{cost}</p>}
      {!agrees && (
        <Alert tone="warn" title="Routee counts otherwise">
          {differences.join(" ")} What Routee counts is what is charged.
        </Alert>
      )}
    </div>
  );
}

/** The question as its JSON, or null while the form does not hold one. */
function questionOf(values: FormValues, transcode: boolean, defaultSender: string | null): string | null {
  const recipient = parseRecipient(values.to, values.country as CountryCode);
  const from = values.from.trim() || defaultSender;
  if (!recipient.ok || from === null) return null;
  const asked: AnalyzeMessage = { to: recipient.e164, from, body: values.body, transcode };
  return analyzeMessageSchema.safeParse(asked).success ? JSON.stringify(asked) : null;
}

/** A value once it has stayed the same for a while; null at once. */
function useSettled(value: string | null, afterMs: number): string | null {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === null ? 0 : afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return value === null ? null : settled;
}
