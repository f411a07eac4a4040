import type { ReactNode } from "react";
import { DocsSwitch } from "@/components/layout/docs-switch";

/** The documentation: the guide and the API's reference. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <DocsSwitch />
      {children}
    </>
  );
}
