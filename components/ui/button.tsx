import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names";

const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-progress [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent hover:bg-accent-strong",
        secondary: "border border-line-strong bg-surface text-ink hover:bg-hover",
        quiet: "text-ink-muted hover:bg-hover hover:text-ink",
        nav: "bg-nav-accent text-[oklch(0.22_0.04_220)] hover:bg-nav-ink",
      },
      size: {
        md: "h-10 px-3.5 text-sm md:h-9",
        sm: "h-10 px-2.5 text-xs md:h-7 md:px-2",
        icon: "size-10 md:size-8",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  /** Renders the child element (a link) with the look of a button. */
  asChild?: boolean;
  /** Work is under way: says so, keeps the focus, and ignores further presses. */
  pending?: boolean;
}

/** A button; `type` is "button" unless it submits. */
export function Button({ className, variant, size, asChild, pending, type, children, onClick, ...props }: ButtonProps) {
  const look = cn(buttonVariants({ variant, size }), className);
  if (asChild)
    return (
      <Slot.Root className={look} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    );
  return (
    <button
      type={type ?? "button"}
      className={look}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      {...props}
    >
      {pending && <LoaderCircle aria-hidden="true" className="animate-spin" />}
      {children}
    </button>
  );
}
