import { openApiDocument } from "@/lib/openapi/document";
import type { Operation } from "@/lib/openapi/operation";
import { problemsOf, type StatusProblems } from "@/lib/openapi/problems";
import type { JsonSchema } from "./rows";

/** What the reference shows of an operation, taken from the API's own document. Pure. */

export interface OperationLink {
  id: string;
  method: string;
  path: string;
  summary: string;
  tag: string;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example?: string;
}

export interface OperationView extends OperationLink {
  description: string | null;
  auth: Operation["auth"];
  parameters: Parameter[];
  /** Filled in from the example. */
  pathValues: Readonly<Record<string, string>>;
  body: { type: string; schema: JsonSchema; example: unknown } | null;
  success: { status: number; description: string; schema: JsonSchema | null };
  problems: StatusProblems[];
}

export function linkOf({ id, method, path, summary, tag }: Operation): OperationLink {
  return { id, method, path, summary, tag };
}

interface Described {
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema; example: unknown }> };
}

/** @param server the address of this installation. */
export function viewOf(operation: Operation, server: string): OperationView {
  const document = openApiDocument(server, "");
  const described = document.paths[operation.path]?.[operation.method.toLowerCase()] as Described;
  const [content] = Object.entries(described.requestBody?.content ?? {});
  const { success } = operation;
  const schemas = document.components.schemas as Record<string, JsonSchema>;
  return {
    ...linkOf(operation),
    description: operation.description ?? null,
    auth: operation.auth,
    parameters: described.parameters,
    pathValues: operation.example.path ?? {},
    body: content ? { type: content[0], ...content[1] } : null,
    success: {
      status: success.status,
      description: success.description,
      schema: success.schema ? (schemas[success.schema] ?? null) : null,
    },
    problems: problemsOf(operation),
  };
}
