import type { Words } from "@/lib/openapi/describe";

/** Words for what is about the installation itself, by request (the operation's id) and answer (the schema's name). */
export const systemWords: Readonly<Record<string, Words>> = {
  setUp: {
    email: "The owner's e-mail address, to sign in with; upper and lower case are the same.",
    password: "The owner's password.",
  },
  Health: {
    status: "`ok`, `failing` when the database does not answer, or `draining` when the process was told to stop.",
    version: "The version of Tidings that runs.",
    database: "`ok`, or `failing` when it does not answer.",
    worker: "What is known of the workers, which send and call back.",
    "worker.lastSeenAt": "When a worker was last seen; null for never.",
    "worker.queued": "How many jobs are due and wait for a worker.",
  },
  Liveness: { status: "Always `ok`.", version: "The version of Tidings that runs." },
  OpenApi: {
    openapi: "The version of OpenAPI that it is written in.",
    info: "What it describes, and in which version.",
    "info.title": "The name of what it describes.",
    paths: "Every operation, by its address and method.",
  },
  SetupState: { needed: "True until the first account is made." },
  Person: {
    id: "The account's id.",
    email: "The e-mail address to sign in with.",
    role: "What the account may do; owners may do everything.",
  },
  Problem: {
    type: "The kind of problem as a URI: `urn:tidings:problem:` and the code.",
    title: "The kind of problem in words, the same for every problem of its code.",
    status: "The HTTP status.",
    code: "The kind of problem for programs; codes do not change, words may.",
    detail: "What is wrong with this request, in a sentence.",
    requestId: "The request's id, which stands in the server's log too.",
    errors: "Each field that is not right; absent when the problem is not about fields.",
    "errors.path": "The field, dotted, for example `callback.url`.",
    "errors.code": "What is wrong with it, for programs.",
    "errors.message": "What is wrong with it, in a sentence.",
  },
};
