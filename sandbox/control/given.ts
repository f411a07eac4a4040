import type { z } from "zod";
import type { Reply } from "../exchange";
import { problemsOf } from "../faults";

export function problem(words: string): Reply {
  return { status: 400, body: { problem: words } };
}

/** Lets a body be dealt with when it has its shape, and says what is wrong when it has not. */
export function given<T>(schema: z.ZodType<T>, json: unknown, deal: (body: T) => Reply): Reply {
  const parsed = schema.safeParse(json);
  return parsed.success ? deal(parsed.data) : problem(problemsOf(parsed.error));
}
