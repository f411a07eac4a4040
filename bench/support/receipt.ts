/** A receipt as Routee posts them. @param second when in its course, from 1. @param segment which, of how many */
export const receipt = (id: string, status: string, second: number, segment = { part: 1, parts: 1 }) =>
  JSON.stringify({
    messageId: `tracking-${id}`,
    smsId: segment.part === 1 ? `sms-${id}` : `sms-${id}-${segment.part}`,
    ...segment,
    to: "+306900000001",
    from: "Tidings",
    country: "GR",
    operator: "Cosmote",
    groups: [],
    status: {
      name: status,
      reason: { detailedStatus: status, description: "A description of some length, as Routee's have." },
      updatedDate: new Date(Date.UTC(2026, 2, 2, 9, 15, second)).toISOString().replace(".000Z", "Z"),
    },
    message: "Table ready",
    applicationName: "default",
    latency: second,
    price: 0.042,
    direction: "Outbound",
    originatingService: "Sms",
  });
