import { expect, test } from "vitest";
import { readMessage } from "@/lib/messages/read-message";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { transaction } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { POST } from "./route";

onTestDatabase();

test("a receipt that cannot be stored in time is told so before Routee hangs up, and is stored all the same", async () => {
  const message = await givenMessage(await givenOwner());
  const token = receiptToken(message.id);
  const body = JSON.stringify({ messageId: "x", status: { name: "Delivered", updatedDate: "2026-03-02T09:15:00Z" } });
  const answer = await transaction(async (sql) => {
    await sql.query("SELECT FROM message_states WHERE message_id = $1 FOR UPDATE", [message.id]);
    return POST(new Request(`http://localhost/webhooks/routee/${token}`, { method: "POST", body }), {
      params: Promise.resolve({ token }),
    });
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(await answer.json()).toMatchObject({ code: "unavailable", detail: expect.stringContaining("posted again") });
  await expect.poll(async () => (await readMessage(message.id))?.status).toBe("Delivered");
});
