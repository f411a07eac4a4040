"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";
import { type TopicSlug, topicPath } from "./topics";

interface GuideLinkProps extends Omit<ComponentProps<typeof Link>, "href"> {
  to: TopicSlug;
  section?: string;
}

/** The address of a page of the guide, with the app that was chosen. */
export function useTopicHref(): (to: TopicSlug, section?: string) => string {
  const appId = useSearchParams().get("appId");
  return (to, section) => {
    const [path, hash] = topicPath(to, section).split("#");
    return `${path}${appId ? `?${new URLSearchParams({ appId })}` : ""}${hash ? `#${hash}` : ""}`;
  };
}

/** A link to another page of the guide. */
export function GuideLink({ to, section, className, ...props }: GuideLinkProps) {
  const hrefOf = useTopicHref();
  return (
    <Link
      href={hrefOf(to, section)}
      className={cn("text-accent underline underline-offset-2 hover:text-accent-strong", className)}
      {...props}
    />
  );
}
