import { z } from "zod";

/** Searching the tracking resource, and its pages. */

const count = z
  .int()
  .min(0)
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** The envelope of `POST /sms/tracking` and `GET /sms/tracking/campaign/{id}`. Pages count from 0. */
export const trackingPageSchema = z.looseObject({
  content: z.array(z.unknown()),
  totalPages: count,
  totalElements: count,
  last: z.boolean().nullish().catch(null),
});

export const SEARCH_FIELDS = ["smsId", "to", "status.status", "direction", "label", "campaign"] as const;
export const SEARCH_OPERATORS = ["is", "is_not", "contains", "starts_with", "ends_with"] as const;

/** One filter of `POST /sms/tracking`; all of them must hold. Without an operator it is `is`. */
export const searchFilterSchema = z.looseObject({
  fieldName: z.enum(SEARCH_FIELDS),
  searchTerm: z.string(),
  searchOperator: z.enum(SEARCH_OPERATORS).optional(),
});
export type SearchFilter = z.infer<typeof searchFilterSchema>;
