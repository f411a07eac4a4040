import { startReceiver } from "../../scripts/testing/receiver";
import { test, uniqueText } from "./test";

/** An app of its own with a receiver that a test tells what to answer. */
export const withReceiver = test.extend<{
  receiver: Awaited<ReturnType<typeof startReceiver>>;
  app: { id: string; name: string; callbackSigningSecret: string };
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.close();
  },
  app: async ({ request, receiver }, use) => {
    const name = uniqueText("Hooks");
    const created = await request.post("/api/apps", {
      data: {
        name,
        environment: "sandbox",
        defaultSender: "Tidings",
        defaultCallback: { url: `${receiver.url}/hook`, strategy: "OnCompletion" },
      },
    });
    const app = (await created.json()) as { id: string; name: string; callbackSigningSecret: string };
    await use(app);
    await request.delete(`/api/apps/${app.id}?${new URLSearchParams({ name })}`);
  },
});
