"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** A password that can be looked at while it is typed. @param what it is, where it is none. */
export function PasswordInput({ what = "password", ...props }: ComponentProps<"input"> & { what?: string }) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input {...props} type={shown ? "text" : "password"} spellCheck={false} autoCapitalize="none" className="pr-11" />
      <Button
        variant="quiet"
        size="icon"
        className="absolute top-0 right-0 md:top-0.5 md:right-0.5"
        aria-label={`Show ${what}`}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
      </Button>
    </span>
  );
}
