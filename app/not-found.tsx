import type { Metadata } from "next";
import Link from "next/link";
import { NoticePage } from "@/components/layout/notice-page";
import { Button } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

/** What an address shows that leads nowhere. */
export default function NotFound() {
  return (
    <main>
      <NoticePage
        title="There is no such page"
        actions={
          <Button asChild variant="primary">
            <Link href="/messages">Go to messages</Link>
          </Button>
        }
      >
        The address may be mistyped, or what it led to is gone.
      </NoticePage>
    </main>
  );
}
