"use client";

import { BrokenPage } from "@/components/layout/broken-page";

/** Within the dashboard: the navigation stays, the page says that it could not be made. */
export default function DashboardError(props: { error: unknown; retry: () => void }) {
  return <BrokenPage {...props} />;
}
