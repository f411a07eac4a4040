"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { messageKeys } from "@/components/messages/queries";
import { ApiError } from "@/components/query/api";
import { type FieldErrors, messagesByPath, withoutField } from "@/components/ui/field-errors";
import type { App } from "@/lib/apps/contract";
import type { Message, SendMessage } from "@/lib/messages/contract";
import { countryOf } from "@/lib/sms/phone";
import { clearDraft, keepDraft, readDraft } from "./draft";
import { composed, emptyForm, type FormValues, formOf } from "./form-values";
import { countryOfLanguage } from "./recipient-input";
import { keyAfter, keyAfterEdit, newKey, outcomeOf, type SendKey } from "./send-key";
import { sendMessage } from "./send-message";

/** The paths of errors that each field of the form answers for. */
const PATHS: Readonly<Record<keyof FormValues, string>> = {
  appId: "appId",
  country: "to",
  to: "to",
  from: "from",
  body: "body",
  callbackUrl: "callback.url",
  callbackStrategy: "callback.strategy",
  label: "label",
  ttl: "ttl",
  flash: "flash",
  transcode: "transcode",
  scheduledAt: "scheduledAt",
};

/**
 * The state of the compose form: what is typed, what is wrong with it, and sending it exactly once.
 * @param again an earlier message, to begin with what it held.
 */
export function useCompose(apps: readonly App[], again: Message | null) {
  const router = useRouter();
  const client = useQueryClient();
  const [values, setValues] = useState(() => emptyForm(apps[0]?.id ?? "", "GR"));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [attempt, setAttempt] = useState(0);
  const [restored, setRestored] = useState(false);
  const sendKey = useRef<SendKey>({ key: "", refused: false });
  // A second press within the same moment finds this set, before any state has changed.
  const sending = useRef(false);

  const [firstApp] = apps;
  useEffect(() => {
    if (restored) return;
    const draft = again ? null : readDraft();
    sendKey.current = draft?.sendKey ?? { key: newKey(), refused: false };
    if (draft) setValues({ ...draft.values, appId: appOf(apps, draft.values.appId)?.id ?? firstApp?.id ?? "" });
    else if (again) setValues(formOf(again, countryOf(again.to) ?? "GR"));
    else setValues((before) => ({ ...before, country: countryOfLanguage(navigator.languages) }));
    setRestored(true);
  }, [restored, apps, firstApp, again]);

  const mutation = useMutation({
    mutationFn: (message: SendMessage) => sendMessage(message, sendKey.current.key),
    // An earlier press of the same message is being answered: its answer is this one's too.
    retry: (count, error) => count < 20 && error instanceof ApiError && error.code === "idempotency_in_progress",
    retryDelay: 500,
    onSuccess: (message) => {
      sendKey.current = keyAfter(sendKey.current, "accepted", newKey());
      clearDraft();
      void client.invalidateQueries({ queryKey: messageKeys.lists() });
      // Still pending until the next page is there: nothing to press twice.
      router.push(`/messages/${message.id}`);
    },
    onError: (error) => {
      sending.current = false;
      const status = error instanceof ApiError ? error.status : null;
      sendKey.current = keyAfter(sendKey.current, outcomeOf(status), newKey());
      keepDraft({ values, sendKey: sendKey.current });
      if (error instanceof ApiError) setErrors(messagesByPath(error.errors));
      setAttempt((before) => before + 1);
    },
  });

  const change = (changes: Partial<FormValues>) => {
    const next = { ...values, ...changes };
    sendKey.current = keyAfterEdit(sendKey.current, newKey());
    setValues(next);
    keepDraft({ values: next, sendKey: sendKey.current });
    const paths = (Object.keys(changes) as (keyof FormValues)[]).map((name) => PATHS[name]);
    if (paths.some((path) => path in errors)) setErrors((before) => paths.reduce(withoutField, before));
  };

  const submit = () => {
    if (sending.current) return;
    const result = composed(values);
    setErrors(result.ok ? {} : messagesByPath(result.errors));
    mutation.reset();
    if (!result.ok) return setAttempt(attempt + 1);
    sending.current = true;
    mutation.mutate(result.message);
  };

  /** Sends what the form holds as a message of its own, although an earlier attempt may have been taken. */
  const submitAnew = () => {
    sendKey.current = { key: newKey(), refused: false };
    keepDraft({ values, sendKey: sendKey.current });
    submit();
  };

  return {
    values,
    errors,
    attempt,
    ready: restored,
    app: appOf(apps, values.appId),
    pending: mutation.isPending || mutation.isSuccess,
    failure: mutation.error,
    change,
    submit,
    submitAnew,
  };
}

function appOf(apps: readonly App[], id: string): App | undefined {
  return apps.find((app) => app.id === id);
}
