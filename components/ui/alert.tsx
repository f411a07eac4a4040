import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

const alertVariants = cva("flex gap-2.5 rounded-md border px-3 py-2.5 text-sm", {
  variants: {
    tone: {
      info: "border-info/30 bg-info-soft [&>svg]:text-info",
      ok: "border-ok/30 bg-ok-soft [&>svg]:text-ok",
      warn: "border-warn/30 bg-warn-soft [&>svg]:text-warn",
      bad: "border-bad/30 bg-bad-soft [&>svg]:text-bad",
    },
  },
  defaultVariants: { tone: "info" },
});

const ICONS = { info: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const;

interface AlertProps extends Omit<ComponentProps<"div">, "title">, VariantProps<typeof alertVariants> {
  title: ReactNode;
}

/** Something the reader should know, in place. Announced at once only when it is bad news. */
export function Alert({ tone, title, className, children, ...props }: AlertProps) {
  const Icon = ICONS[tone ?? "info"];
  return (
    <div role={tone === "bad" ? "alert" : undefined} className={cn(alertVariants({ tone }), className)} {...props}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="font-medium text-ink">{title}</p>
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}
