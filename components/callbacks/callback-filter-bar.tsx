"use client";

import { SlidersHorizontal, X } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { AppName } from "@/components/apps/environment-badge";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { App } from "@/lib/apps/contract";
import { CALLBACK_STATUSES, callbackStatusSchema } from "@/lib/messages/contract";
import { CallbackBadge } from "./callback-badge";
import { CALLBACK_LOOKS } from "./callback-look";
import { FilterChips } from "./filter-chips";
import { FilterForm } from "./filter-form";
import type { CallbackFilters } from "./filters";

const EVERY = "all";
const STATUS_OPTIONS = [
  { value: EVERY, text: "Any status" },
  ...CALLBACK_STATUSES.map((status) => ({
    value: status,
    text: CALLBACK_LOOKS[status].word,
    content: <CallbackBadge status={status} />,
  })),
];
/** The answers that receivers give most; any other can stand in the address. */
const ANSWERS = [200, 204, 301, 302, 400, 401, 403, 404, 410, 413, 429, 500, 502, 503, 504];

interface CallbackFilterBarProps {
  filters: CallbackFilters;
  apps: readonly App[];
  onChange: (filters: CallbackFilters) => void;
  /** What else can be done with the list. */
  children: ReactNode;
}

/** What the list is narrowed to: status, app, what the receiver answered; on request time and message. */
export function CallbackFilterBar({ filters, apps, onChange, children }: CallbackFilterBarProps) {
  const more = useId();
  const [open, setOpen] = useState(false);
  const { status, appId, httpStatus } = filters;
  const answers = httpStatus === undefined || ANSWERS.includes(httpStatus) ? ANSWERS : [...ANSWERS, httpStatus];
  return (
    <search>
      <div className="mb-3 grid grid-cols-2 items-center gap-2 md:flex md:flex-wrap">
        <Select
          aria-label="Status"
          className="md:w-40"
          value={status ?? EVERY}
          options={STATUS_OPTIONS}
          onValueChange={(value) => {
            const { status: _, ...others } = filters;
            const chosen = callbackStatusSchema.safeParse(value);
            onChange(chosen.success ? { ...others, status: chosen.data } : others);
          }}
        />
        <Select
          aria-label="App"
          className="md:w-52"
          value={appId ?? EVERY}
          options={[
            { value: EVERY, text: "Any app" },
            ...apps.map((app) => ({ value: app.id, text: app.name, content: <AppName app={app} /> })),
          ]}
          onValueChange={(value) => {
            const { appId: _, ...others } = filters;
            onChange(value === EVERY ? others : { ...others, appId: value });
          }}
        />
        <Select
          aria-label="Last answer"
          className="md:w-40"
          value={httpStatus === undefined ? EVERY : String(httpStatus)}
          options={[
            { value: EVERY, text: "Any answer" },
            ...answers.map((code) => ({ value: String(code), text: `Answered ${code}` })),
          ]}
          onValueChange={(value) => {
            const { httpStatus: _, ...others } = filters;
            onChange(value === EVERY ? others : { ...others, httpStatus: Number(value) });
          }}
        />
        <Button aria-expanded={open} aria-controls={more} onClick={() => setOpen(!open)}>
          <SlidersHorizontal aria-hidden="true" />
          Time, message
        </Button>
        {Object.keys(filters).length > 0 && (
          <Button variant="quiet" onClick={() => onChange({})}>
            <X aria-hidden="true" />
            Clear filters
          </Button>
        )}
        {children}
      </div>
      <div id={more} hidden={!open}>
        {open && <FilterForm filters={filters} onChange={onChange} />}
      </div>
      <FilterChips filters={filters} onChange={onChange} />
    </search>
  );
}
