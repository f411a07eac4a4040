import { type ListCallbacks, listCallbacksSchema } from "@/lib/callbacks/contract";

const filtersSchema = listCallbacksSchema.omit({ cursor: true, limit: true });
const NAMES = ["appId", "messageId", "status", "httpStatus", "from", "until"] as const;

/** What a list of callbacks is narrowed to. */
export interface CallbackFilters {
  appId?: ListCallbacks["appId"];
  messageId?: ListCallbacks["messageId"];
  status?: ListCallbacks["status"];
  httpStatus?: ListCallbacks["httpStatus"];
  from?: ListCallbacks["from"];
  until?: ListCallbacks["until"];
}

/** The filters in an address; a value that makes no sense is as good as none. Pure. */
export function filtersOf(params: { get(name: string): string | null }): CallbackFilters {
  const filters: CallbackFilters = {};
  for (const name of NAMES) {
    const value = params.get(name);
    const parsed = value ? filtersSchema.safeParse({ [name]: value }) : null;
    if (parsed?.success) Object.assign(filters, parsed.data);
  }
  return filters;
}

/** The address's query for some filters, with its question mark; empty when there are none. Pure. */
export function queryOf(filters: CallbackFilters): string {
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = filters[name];
    if (value !== undefined) params.set(name, String(value));
  }
  const query = params.toString();
  return query ? `?${query}` : "";
}
