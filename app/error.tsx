"use client";

import { BrokenPage } from "@/components/layout/broken-page";

/** Outside of the dashboard: what a page shows that could not be made. */
export default function ErrorPage(props: { error: unknown; retry: () => void }) {
  return (
    <main>
      <BrokenPage {...props} />
    </main>
  );
}
