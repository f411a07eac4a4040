import Link from "next/link";
import { NoticePage } from "@/components/layout/notice-page";
import { Button } from "@/components/ui/button";

/** What the address of a message shows that does not exist. */
export default function MessageNotFound() {
  return (
    <NoticePage
      title="There is no such message"
      actions={
        <Button asChild variant="primary">
          <Link href="/messages">Go to messages</Link>
        </Button>
      }
    >
      The address may be mistyped, or the message is older than what is kept.
    </NoticePage>
  );
}
