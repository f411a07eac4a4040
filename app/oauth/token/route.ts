import { tokenAnswer } from "@/lib/compat/token";
import { readBody } from "../../api/door";
import { answering } from "../../routee-door";

const MAX_BODY_BYTES = 8 * 1024;

/** A bearer token for an API key's id and secret; some clients put the grant into the query. */
export const POST = answering(async (request) => {
  const { pathname, searchParams } = new URL(request.url);
  const form = new URLSearchParams(await readBody(request, MAX_BODY_BYTES));
  for (const name of ["grant_type", "scope"]) {
    const value = searchParams.get(name);
    if (value !== null && !form.has(name)) form.set(name, value);
  }
  return Response.json(await tokenAnswer(request.headers.get("authorization"), form, pathname));
});
