import { CheckCheck, CircleX, Clock, type LucideIcon, PauseCircle } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { CallbackStatus } from "@/lib/messages/contract";

interface Look {
  Icon: LucideIcon;
  tone: Tone;
  word: string;
}

/** A callback's status as icon, tone and word. */
export const CALLBACK_LOOKS: Readonly<Record<CallbackStatus, Look>> = {
  pending: { Icon: Clock, tone: "info", word: "Pending" },
  delivered: { Icon: CheckCheck, tone: "ok", word: "Delivered" },
  failed: { Icon: CircleX, tone: "bad", word: "Failed" },
  held: { Icon: PauseCircle, tone: "warn", word: "Held" },
};
