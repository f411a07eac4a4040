import { type ListMessages, type LiveMessage, listMessagesSchema, type Message } from "@/lib/messages/contract";

const filtersSchema = listMessagesSchema.pick({ appId: true, batchId: true, status: true, to: true });

/** What a list of messages is narrowed to. */
export interface MessageFilters {
  appId?: ListMessages["appId"];
  batchId?: ListMessages["batchId"];
  status?: ListMessages["status"];
  to?: ListMessages["to"];
}

/** The filters in an address; a value that makes no sense is as good as none. Pure. */
export function filtersOf(params: { get(name: string): string | null }): MessageFilters {
  const filters: MessageFilters = {};
  for (const name of ["appId", "batchId", "status", "to"] as const) {
    const value = params.get(name);
    const parsed = value ? filtersSchema.safeParse({ [name]: value }) : null;
    if (parsed?.success) Object.assign(filters, parsed.data);
  }
  return filters;
}

/** The address's query for some filters, with its question mark; empty when there are none. Pure. */
export function queryOf(filters: MessageFilters): string {
  const params = new URLSearchParams();
  for (const name of ["appId", "batchId", "status", "to"] as const) {
    const value = filters[name];
    if (value) params.set(name, value);
  }
  const query = params.toString();
  return query ? `?${query}` : "";
}

/**
 * Whether a message that the list does not show could belong into it. Ids are ordered by time: without a status
 * filter only one newer than the newest shown is missing; with one, any may have just come into that status. Pure.
 */
export function couldBelong(filters: MessageFilters, newest: Message | undefined, live: LiveMessage): boolean {
  // What is told of a message does not name its batch.
  if (filters.batchId) return false;
  if (filters.appId && filters.appId !== live.appId) return false;
  if (filters.status) return filters.status === live.status;
  return !newest || live.id > newest.id;
}
