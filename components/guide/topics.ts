/** The pages of the guide, in the order in which they are read. */

export interface Topic {
  /** The last part of its address; empty for the first page. */
  slug: string;
  title: string;
  /** One sentence, shown under the title. */
  summary: string;
  group: "Send" | "Follow up" | "Look up";
}

export const TOPICS = [
  { slug: "", title: "Quick start", summary: "From an API key to a delivered message in five minutes.", group: "Send" },
  {
    slug: "authenticate",
    title: "Authenticate",
    summary: "A key secret, or a token that lives for an hour.",
    group: "Send",
  },
  {
    slug: "send",
    title: "Send a message",
    summary: "One request, written as for Routee or in Tidings’ own way.",
    group: "Send",
  },
  {
    slug: "tracking",
    title: "Status by tracking",
    summary: "Way A: ask what became of a message.",
    group: "Follow up",
  },
  {
    slug: "callbacks",
    title: "Status by callback",
    summary: "Way B: be told what became of a message.",
    group: "Follow up",
  },
  {
    slug: "statuses",
    title: "Statuses and reasons",
    summary: "Every word that a message’s status can be.",
    group: "Follow up",
  },
  {
    slug: "numbers",
    title: "Numbers and senders",
    summary: "How a recipient and a sender are written.",
    group: "Look up",
  },
  {
    slug: "text",
    title: "Text and transcoding",
    summary: "What a text costs in segments, and how to need fewer.",
    group: "Look up",
  },
  {
    slug: "errors",
    title: "Errors and limits",
    summary: "What a refusal looks like, how fast you may ask, and how to repeat a request.",
    group: "Look up",
  },
  {
    slug: "moving",
    title: "Moving from Routee",
    summary: "Change the host and the credentials; the rest stays.",
    group: "Look up",
  },
  {
    slug: "sandbox",
    title: "Sandbox recipients",
    summary: "Numbers that reach no phone and end as you wish.",
    group: "Look up",
  },
] as const satisfies readonly Topic[];

export type TopicSlug = (typeof TOPICS)[number]["slug"];

export const GROUPS = ["Send", "Follow up", "Look up"] as const;

/** The address of a page. @param section the heading to go to. */
export function topicPath(slug: TopicSlug, section?: string): string {
  return `/docs/guide${slug && `/${slug}`}${section ? `#${section}` : ""}`;
}

/** The topic of an address's parts; null when there is none. */
export function topicOf(parts: readonly string[] | undefined): (typeof TOPICS)[number] | null {
  if (!parts || parts.length === 0) return TOPICS[0];
  return parts.length === 1 ? (TOPICS.find(({ slug }) => slug === parts[0] && slug !== "") ?? null) : null;
}
