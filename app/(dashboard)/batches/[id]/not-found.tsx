import Link from "next/link";
import { NoticePage } from "@/components/layout/notice-page";
import { Button } from "@/components/ui/button";

/** What the address of a batch shows that does not exist. */
export default function BatchNotFound() {
  return (
    <NoticePage
      title="There is no such batch"
      actions={
        <Button asChild variant="primary">
          <Link href="/batches">Go to batches</Link>
        </Button>
      }
    >
      The address may be mistyped, or the batch belonged to an app that was deleted.
    </NoticePage>
  );
}
