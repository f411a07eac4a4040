import {
  Ban,
  CalendarClock,
  CheckCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  Inbox,
  type LucideIcon,
  OctagonX,
  SendHorizontal,
  Wallet,
} from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { MessageStatus } from "@/lib/messages/contract";

export interface StatusLook {
  Icon: LucideIcon;
  tone: Tone;
}

/** Sent is not green: that something left says nothing about whether it arrived. */
const LOOKS: Readonly<Record<MessageStatus, StatusLook>> = {
  Scheduled: { Icon: CalendarClock, tone: "neutral" },
  Accepted: { Icon: Inbox, tone: "neutral" },
  Cancelled: { Icon: CircleSlash, tone: "neutral" },
  Queued: { Icon: CircleDashed, tone: "info" },
  Sent: { Icon: SendHorizontal, tone: "info" },
  Delivered: { Icon: CheckCheck, tone: "ok" },
  Undelivered: { Icon: CircleX, tone: "bad" },
  Failed: { Icon: OctagonX, tone: "bad" },
  Rejected: { Icon: Ban, tone: "bad" },
  Unsent: { Icon: Wallet, tone: "warn" },
  Unknown: { Icon: CircleHelp, tone: "warn" },
};

const looks: ReadonlyMap<string, StatusLook> = new Map(Object.entries(LOOKS));

/** Icon and tone of a status; of a word we do not know, a plain question mark. Pure. */
export function statusLook(status: string): StatusLook {
  return looks.get(status) ?? { Icon: CircleHelp, tone: "neutral" };
}
