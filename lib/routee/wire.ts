/**
 * What goes over the wire to Routee and comes back. Unknown fields are kept and unknown status words pass: Routee
 * adds both without notice, and neither may stop a receipt. Sources: Routee's reference pages and captured answers.
 * Accounts and campaigns have files of their own.
 */
export { errorBodySchema, parseError } from "./wire-error";
export {
  analysisSchema,
  type BodyAnalysis,
  billedParts,
  bodyAnalysisSchema,
  CALLBACK_STRATEGIES,
  type RouteeAnalysis,
  type SendAnswer,
  type SendRequest,
  sendAnswerOf,
  sendAnswerSchema,
  sendRequestSchema,
} from "./wire-message";
export {
  type ParsedReport,
  parseReceipt,
  parseTracking,
  receiptSchema,
  type SegmentReport,
  trackingItemSchema,
} from "./wire-report";
export {
  SEARCH_FIELDS,
  SEARCH_OPERATORS,
  type SearchFilter,
  searchFilterSchema,
  trackingPageSchema,
} from "./wire-search";
export { wholeSeconds, withFraction } from "./wire-times";
export { type TokenAnswer, tokenSchema } from "./wire-token";
export { readDate } from "./wire-values";
