import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Neighbours } from "@/components/guide/guide-nav";
import { PAGES } from "@/components/guide/pages/pages";
import { topicOf } from "@/components/guide/topics";
import { PageHeader } from "@/components/layout/page-header";
import { requireSession } from "@/lib/people/session";

interface GuidePageProps {
  params: Promise<{ topic?: string[] }>;
}

export async function generateMetadata({ params }: GuidePageProps): Promise<Metadata> {
  return { title: topicOf((await params).topic)?.title ?? "Guide" };
}

/** A page of the guide. */
export default async function GuidePage({ params }: GuidePageProps) {
  await requireSession();
  const topic = topicOf((await params).topic);
  if (!topic) notFound();
  const Page = PAGES[topic.slug];
  return (
    <article>
      <PageHeader title={topic.title} note={topic.summary} />
      <Page />
      <Neighbours />
    </article>
  );
}
