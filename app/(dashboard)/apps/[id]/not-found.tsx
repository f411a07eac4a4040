import Link from "next/link";
import { NoticePage } from "@/components/layout/notice-page";
import { Button } from "@/components/ui/button";

/** What the address of an app shows that does not exist. */
export default function AppNotFound() {
  return (
    <NoticePage
      title="There is no such app"
      actions={
        <Button asChild variant="primary">
          <Link href="/apps">Go to apps</Link>
        </Button>
      }
    >
      The address may be mistyped, or the app was deleted.
    </NoticePage>
  );
}
