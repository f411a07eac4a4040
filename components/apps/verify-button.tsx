"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleX, KeyRound } from "lucide-react";
import { describeFailure } from "@/components/query/api";
import { Button } from "@/components/ui/button";
import type { Verified } from "@/lib/apps/contract";

/** Asks Routee whether credentials are good, and says what it said. */
export function VerifyButton({ verify, disabled }: { verify: () => Promise<Verified>; disabled?: boolean }) {
  const mutation = useMutation({ mutationFn: verify });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button size="sm" disabled={disabled} pending={mutation.isPending} onClick={() => mutation.mutate()}>
        {!mutation.isPending && <KeyRound aria-hidden="true" />}
        Verify with Routee
      </Button>
      <p role="status" className="min-w-0 flex-1">
        {mutation.error && <span className="text-bad">{describeFailure(mutation.error)}</span>}
        {mutation.data && <Outcome verified={mutation.data} />}
      </p>
    </div>
  );
}

function Outcome({ verified }: { verified: Verified }) {
  const Icon = verified.ok ? CircleCheck : CircleX;
  return (
    <span className={verified.ok ? "text-ok" : "text-bad"}>
      <Icon aria-hidden="true" className="mr-1 inline size-4 align-text-bottom" />
      {verified.ok ? "Routee accepts these credentials." : verified.problem}
    </span>
  );
}
