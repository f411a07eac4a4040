import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}

/** The title of a page with what can be done on it. */
export function PageHeader({ title, note, actions }: PageHeaderProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1">
        <h1 className="font-semibold text-ink text-xl tracking-tight">{title}</h1>
        {note && <p className="text-ink-muted text-xs">{note}</p>}
      </div>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </div>
  );
}
