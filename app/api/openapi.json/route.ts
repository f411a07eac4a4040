import { openApiDocument } from "@/lib/openapi/document";
import { config } from "@/lib/platform/config";
import { door } from "../door";

/** The API as an OpenAPI 3.1 document. */
export const GET = door({ auth: "none" }, async () => {
  const { publicUrl, version } = config();
  return Response.json(openApiDocument(publicUrl.origin, version), { headers: { "cache-control": "max-age=60" } });
});
