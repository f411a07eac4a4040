import type { SegmentReport } from "@/lib/routee/wire";
import type { Observation } from "./fold";

/** What a report of Routee's, from a receipt or from tracking, says to the status machine. Pure. */
export function reportObservation(report: SegmentReport): Observation {
  return {
    origin: "report",
    status: report.status,
    at: report.at,
    segment: report.part,
    parts: report.parts,
    reason: report.reason,
    smsId: report.smsId,
    price: report.price,
    trackingId: report.messageId,
    country: report.country,
    operator: report.operator,
    latency: report.latency,
  };
}
