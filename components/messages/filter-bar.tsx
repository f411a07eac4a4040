"use client";

import { Search, X } from "lucide-react";
import Link from "next/link";
import { type SubmitEvent, useId } from "react";
import { AppName } from "@/components/apps/environment-badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import type { App } from "@/lib/apps/contract";
import { MESSAGE_STATUSES, messageStatusSchema } from "@/lib/messages/contract";
import { formatInternational } from "@/lib/sms/phone";
import type { MessageFilters } from "./filters";
import { StatusBadge } from "./status-badge";

const EVERY = "all";
const STATUS_OPTIONS: readonly Option[] = [
  { value: EVERY, text: "Any status" },
  ...MESSAGE_STATUSES.map((status) => ({ value: status, text: status, content: <StatusBadge status={status} /> })),
];

interface FilterBarProps {
  filters: MessageFilters;
  apps: readonly App[];
  onChange: (filters: MessageFilters) => void;
}

/** What the list is narrowed to: status, app, recipient. */
export function FilterBar({ filters, apps, onChange }: FilterBarProps) {
  const id = useId();
  const { status, appId, to } = filters;
  const narrowed = Object.keys(filters).length > 0;
  const appOptions = [
    { value: EVERY, text: "Any app" },
    ...apps.map((app) => ({ value: app.id, text: app.name, content: <AppName app={app} /> })),
  ];
  const search = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const number = String(new FormData(event.currentTarget).get("to") ?? "").trim();
    const { to: _, ...others } = filters;
    onChange(number ? { ...others, to: number } : others);
  };
  return (
    <search className="mb-3 grid grid-cols-2 items-center gap-2 md:flex">
      <Select
        aria-label="Status"
        className="md:w-40"
        value={status ?? EVERY}
        options={STATUS_OPTIONS}
        onValueChange={(value) => {
          const { status: _, ...others } = filters;
          const chosen = messageStatusSchema.safeParse(value);
          onChange(chosen.success ? { ...others, status: chosen.data } : others);
        }}
      />
      <Select
        aria-label="App"
        className="md:w-52"
        value={appId ?? EVERY}
        options={appOptions}
        onValueChange={(value) => {
          const { appId: _, ...others } = filters;
          onChange(value === EVERY ? others : { ...others, appId: value });
        }}
      />
      <form onSubmit={search} className="col-span-2 flex gap-2 md:w-72">
        <label htmlFor={`${id}-to`} className="sr-only">
          Recipient
        </label>
        <Input
          // Another address (back, forward, cleared filters) brings another number.
          key={to ?? ""}
          id={`${id}-to`}
          name="to"
          type="search"
          inputMode="tel"
          maxLength={20}
          placeholder="Recipient, like +30 690…"
          defaultValue={to ? formatInternational(to) : ""}
        />
        <Button type="submit" aria-label="Search" className="px-3">
          <Search aria-hidden="true" />
        </Button>
      </form>
      {filters.batchId && (
        <Link href={`/batches/${filters.batchId}`} className="col-span-2 text-accent hover:underline">
          Only those of one batch
        </Link>
      )}
      {narrowed && (
        <Button variant="quiet" className="col-span-2 md:ml-auto" onClick={() => onChange({})}>
          <X aria-hidden="true" />
          Clear filters
        </Button>
      )}
    </search>
  );
}
