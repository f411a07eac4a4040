"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { keyAfter, keyAfterEdit, newKey, outcomeOf, type SendKey } from "@/components/compose/send-key";
import { messageKeys } from "@/components/messages/queries";
import { ApiError } from "@/components/query/api";
import { type FieldErrors, messagesByPath, withoutField } from "@/components/ui/field-errors";
import { type SendBatch, sendBatchSchema } from "@/lib/batches/contract";
import { type FieldError, fieldErrors } from "@/lib/platform/problem";
import { checkPasted, readPasted } from "./pasted-recipients";
import { batchKeys, sendBatch } from "./queries";

export interface BatchForm {
  appId: string;
  name: string;
  from: string;
  body: string;
  /** As pasted. */
  recipients: string;
}

/** The state of the form for a new batch: what is typed, what is wrong with it, and sending it exactly once. */
export function useNewBatch(firstApp: string) {
  const router = useRouter();
  const client = useQueryClient();
  const [values, setValues] = useState<BatchForm>({ appId: firstApp, name: "", from: "", body: "", recipients: "" });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [attempt, setAttempt] = useState(0);
  const [ready, setReady] = useState(false);
  const sendKey = useRef<SendKey>({ key: "", refused: false });
  // A second press within the same moment finds this set, before any state has changed.
  const sending = useRef(false);

  useEffect(() => {
    sendKey.current = { key: newKey(), refused: false };
    setReady(true);
  }, []);

  const mutation = useMutation({
    mutationFn: (batch: SendBatch) => sendBatch(batch, sendKey.current.key),
    onSuccess: ({ id }) => {
      sendKey.current = keyAfter(sendKey.current, "accepted", newKey());
      void client.invalidateQueries({ queryKey: batchKeys.all });
      void client.invalidateQueries({ queryKey: messageKeys.lists() });
      // Still pending until the next page is there: nothing to press twice.
      router.push(`/batches/${id}`);
    },
    onError: (error) => {
      sending.current = false;
      const status = error instanceof ApiError ? error.status : null;
      sendKey.current = keyAfter(sendKey.current, outcomeOf(status), newKey());
      if (error instanceof ApiError) setErrors(messagesByPath(ofForm(error.errors)));
      setAttempt((before) => before + 1);
    },
  });

  const change = (changes: Partial<BatchForm>) => {
    sendKey.current = keyAfterEdit(sendKey.current, newKey());
    setValues({ ...values, ...changes });
    const names = Object.keys(changes);
    if (names.some((name) => name in errors)) setErrors((before) => names.reduce(withoutField, before));
  };

  const submit = () => {
    if (sending.current) return;
    mutation.reset();
    const { recipients } = readPasted(values.recipients);
    const parsed = sendBatchSchema.safeParse({
      appId: values.appId,
      body: values.body,
      ...(values.name.trim() === "" ? {} : { name: values.name }),
      ...(values.from.trim() === "" ? {} : { from: values.from }),
      recipients,
    });
    const wrong = parsed.success ? nobodyLeft(recipients, values.body) : ofForm(fieldErrors(parsed.error));
    setErrors(messagesByPath(wrong));
    if (!parsed.success || wrong.length > 0) return setAttempt(attempt + 1);
    sending.current = true;
    mutation.mutate(parsed.data);
  };

  /** Sends what the form holds as a batch of its own, although an earlier attempt was taken. */
  const submitAnew = () => {
    sendKey.current = { key: newKey(), refused: false };
    submit();
  };

  return {
    values,
    errors,
    attempt,
    ready,
    pending: mutation.isPending || mutation.isSuccess,
    failure: mutation.error,
    change,
    submit,
    submitAnew,
  };
}

/** Single recipients are told beside the field, in words; the field has one error. */
function ofForm(errors: readonly FieldError[]): FieldError[] {
  return errors.filter(({ path }) => !path.startsWith("recipients."));
}

function nobodyLeft(recipients: Parameters<typeof checkPasted>[0], body: string): FieldError[] {
  if (checkPasted(recipients, body).valid > 0) return [];
  return [{ path: "recipients", code: "custom", message: "None of the recipients is right." }];
}
