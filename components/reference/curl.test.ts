import { expect, test } from "vitest";
import { OPERATIONS } from "@/lib/openapi/operations";
import { addressOf, curlOf } from "./curl";
import { viewOf } from "./view";

test("an address is filled in, and what is empty is left out", () => {
  expect(addressOf("/api/apps/{id}/keys/{keyId}", { id: "a b", keyId: "1" }, { limit: "10", cursor: "" })).toBe(
    "/api/apps/a%20b/keys/1?limit=10",
  );
});

test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))("%s as a command", (_, operation) => {
  const command = curlOf(viewOf(operation, "https://sms.example"), "https://sms.example");
  expect(command).toMatch(/^curl (-X (POST|PUT|PATCH|DELETE) )?'https:\/\/sms\.example\//);
  expect(command).not.toContain("{id}");
  expect(command.includes("Bearer")).toBe(operation.auth.startsWith("messages:"));
});
