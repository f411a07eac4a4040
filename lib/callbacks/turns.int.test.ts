import { describe, expect, test, vi } from "vitest";
import { deleteAppMessages } from "@/lib/messages/delete-app-messages";
import { pool, prisma } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { deliver } from "./deliver";
import { pauseEndpoint, resumeEndpoint } from "./endpoints";
import { mendCallbacks } from "./mend-callbacks";
import { givenCallbacks } from "./testing/given-callbacks";

/** Whoever ends a callback gives the next one its turn. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

const here = givenCallbacks();
const { urlOf, write, given, shown, claim, claimOne, byHand, replay } = here;

describe("of a message's callbacks", () => {
  test("one at a time is taken, the next when it is done", async () => {
    const message = await given("/a", "/a", "/a");
    expect(await shown(message)).toEqual(["pending", "waits", "waits"]);
    for (const left of [
      ["delivered", "pending", "waits"],
      ["delivered", "delivered", "pending"],
    ]) {
      const rows = await claim();
      expect(rows).toHaveLength(1);
      expect(await claim()).toEqual([]);
      for (const row of rows) await deliver(row);
      expect(await shown(message)).toEqual(left);
    }
  });

  test("the next one comes when one has failed for good, and waits when it is tried again", async () => {
    const message = await given("/a", "/a");
    here.answers["/a"] = 500;
    const row = await claimOne();
    await deliver(row);
    expect(await shown(message)).toEqual(["pending", "waits"]);
    await deliver({ ...row, tries: 7 });
    expect(await shown(message)).toEqual(["failed", "pending"]);
  });

  test("one that its process left behind is taken again, and then the next", async () => {
    const message = await given("/a", "/a");
    await claimOne();
    expect(await claim()).toEqual([]);
    await pool().query(
      "UPDATE callbacks SET next_attempt_at = now() - interval '1 second' WHERE next_attempt_at IS NOT NULL",
    );
    await deliver(await claimOne());
    expect(await shown(message)).toEqual(["delivered", "pending"]);
  });

  test("a waiting one that a person delivers lets the others wait on, and is passed over", async () => {
    const message = await given("/a", "/a", "/a");
    await byHand(message, 2);
    expect(await shown(message)).toEqual(["pending", "delivered", "waits"]);
    here.answers["/a"] = 500;
    await byHand(message, 3);
    expect(await shown(message)).toEqual(["pending", "delivered", "waits"]);
    here.answers["/a"] = 200;
    await deliver(await claimOne());
    expect(await shown(message)).toEqual(["delivered", "delivered", "pending"]);
  });

  test("what a person delivers or pauses while it is under way is not pending again when that attempt fails", async () => {
    const [one, other] = [await given("/a", "/a"), await given("/b", "/a")];
    const rows = await claim();
    await byHand(one, 1);
    await pauseEndpoint(here.owner.appId, urlOf("/b"));
    here.answers = { "/a": 500, "/b": 500 };
    for (const row of rows) await deliver(row);
    expect(await shown(one)).toEqual(["delivered", "pending"]);
    expect(await shown(other)).toEqual(["held", "pending"]);
  });

  test("those of an address that is paused, or wants no more, let those of another pass", async () => {
    const message = await given("/a", "/a", "/b");
    here.answers["/a"] = 410;
    await deliver(await claimOne());
    expect(await shown(message)).toEqual(["held", "held", "pending"]);
    await write(message, 4, ["/a", "/b"]);
    expect(await shown(message)).toEqual(["held", "held", "pending", "held", "waits"]);
    await pauseEndpoint(here.owner.appId, urlOf("/b"));
    expect(await shown(message)).toEqual(["held", "held", "held", "held", "held"]);
  });

  test.each([
    ["all", ["pending", "waits", "waits"]],
    ["latest", ["failed", "pending", "waits"]],
    ["none", ["failed", "failed", "pending"]],
  ] as const)("the first goes on when an address is resumed with %s", async (which, expected) => {
    const message = await given("/a", "/a", "/b");
    await pauseEndpoint(here.owner.appId, urlOf("/a"));
    expect(await shown(message)).toEqual(["held", "held", "pending"]);
    await resumeEndpoint(here.owner.appId, { url: urlOf("/a"), deliver: which });
    expect(await shown(message)).toEqual(expected);
  });

  test("the first goes on when they are replayed", async () => {
    const message = await given("/a", "/a", "/a");
    for (let left = 3; left > 0; left -= 1) await deliver(await claimOne());
    await replay("all");
    expect(await shown(message)).toEqual(["pending", "waits", "waits"]);
  });

  test("none is left when their app is deleted, also while one is under way", async () => {
    await given("/a", "/a");
    const row = await claimOne();
    const app = await prisma().app.findUniqueOrThrow({ where: { id: here.owner.appId } });
    await pool().query("UPDATE apps SET deleting_at = now() WHERE id = $1", [app.id]);
    await pool().query("DELETE FROM callbacks WHERE app_id = $1", [app.id]);
    await deleteAppMessages(app.id);
    await deliver(row);
    expect((await pool().query("SELECT FROM callbacks WHERE app_id = $1", [app.id])).rowCount).toBe(0);
    expect(await claim()).toEqual([]);
  });

  test("one that was forgotten all the same is found, delivered, and spoken of", async () => {
    const message = await given("/a", "/a");
    const warned = vi.spyOn(log(), "warn").mockImplementation(() => undefined);
    await mendCallbacks();
    expect(warned).not.toHaveBeenCalled();
    // As a version that knows nothing of turns does.
    await pool().query("UPDATE callbacks SET status = 'delivered' WHERE message_id = $1 AND sequence = 1", [message]);
    await mendCallbacks();
    expect(warned).toHaveBeenCalledWith({ callbacks: 1, messageIds: [message] }, expect.stringContaining("forgotten"));
    expect(await shown(message)).toEqual(["delivered", "pending"]);
    warned.mockRestore();
  });
});
