import { PageHeader } from "@/components/layout/page-header";
import { ListSkeleton } from "@/components/messages/list-skeleton";

/** The list of messages while it is on its way. */
export default function Loading() {
  return (
    <>
      <PageHeader title="Messages" />
      <ListSkeleton />
    </>
  );
}
