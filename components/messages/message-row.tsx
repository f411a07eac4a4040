import Link from "next/link";
import { AppName } from "@/components/apps/environment-badge";
import { TimeAgo } from "@/components/time/instant";
import type { App } from "@/lib/apps/contract";
import type { Message } from "@/lib/messages/contract";
import { formatInternational } from "@/lib/sms/phone";
import { CountryName } from "./country-name";
import { StatusBadge } from "./status-badge";

/** One message: a row of the table, on a phone three dense lines. */
export function MessageRow({ message, app }: { message: Message; app: App | undefined }) {
  return (
    <tr className="relative grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-0.5 border-b px-3 py-2 last:border-b-0 hover:bg-hover has-[a:focus-visible]:bg-hover md:table-row md:h-10 md:p-0">
      <td className="order-2 justify-self-end md:table-cell md:py-1 md:pr-3 md:pl-4">
        <StatusBadge status={message.status} />
      </td>
      <td className="order-1 min-w-0 truncate md:table-cell md:px-3">
        <Link
          href={`/messages/${message.id}`}
          prefetch={false}
          className="font-medium text-ink tabular-nums outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {formatInternational(message.to)}
        </Link>
        {message.country && <CountryName country={message.country} className="ml-2 text-ink-muted text-xs" />}
      </td>
      <td className="order-3 col-span-2 min-w-0 md:table-cell md:w-full md:max-w-0 md:px-3">
        <p className="truncate text-ink-muted md:text-ink">{message.body}</p>
      </td>
      <td className="order-4 min-w-0 md:table-cell md:max-w-52 md:whitespace-nowrap md:px-3">
        {app ? <AppName app={app} /> : <span className="text-ink-muted">An app no longer in use</span>}
      </td>
      <td className="hidden text-right tabular-nums md:table-cell md:px-3">{message.segmentCount}</td>
      <td className="order-5 justify-self-end whitespace-nowrap text-right text-ink-muted text-xs tabular-nums md:table-cell md:pr-4 md:pl-3">
        <span className="md:hidden">
          {message.segmentCount} {message.segmentCount === 1 ? "segment" : "segments"} ·{" "}
        </span>
        <TimeAgo at={message.createdAt} />
      </td>
    </tr>
  );
}
