"use client";

import "./globals.css";
import { BrokenPage } from "@/components/layout/broken-page";

/** Takes the place of the whole document when even that could not be made. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en-GB">
      <body className="bg-canvas font-sans text-ink">
        <title>Something went wrong · Tidings</title>
        <main>
          <BrokenPage {...props} />
        </main>
      </body>
    </html>
  );
}
