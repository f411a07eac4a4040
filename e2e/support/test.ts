import { test as base, expect, type Page } from "@playwright/test";

interface Fixtures {
  /** Console errors that a test provokes on purpose are named here; any other fails it. */
  expectedErrors: RegExp[];
  watched: undefined;
}

/** Playwright's test, which also fails on an unexpected console error and on any request that leaves this machine. */
export const test = base.extend<Fixtures>({
  expectedErrors: [[], { option: true }],
  watched: [
    async ({ context, expectedErrors }, use) => {
      const errors: string[] = [];
      const outside: string[] = [];
      context.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      context.on("weberror", (error) => errors.push(String(error.error())));
      context.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (/^https?:$/.test(protocol) && !["localhost", "127.0.0.1"].includes(hostname)) outside.push(request.url());
      });
      await use(undefined);
      expect(errors.filter((text) => !expectedErrors.some((expected) => expected.test(text)))).toEqual([]);
      expect(outside).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Fills the compose form. */
export async function compose(page: Page, message: { to: string; text: string }): Promise<void> {
  await page.goto("/compose");
  await page.getByLabel("Recipient").fill(message.to);
  await page.getByLabel("Text", { exact: true }).fill(message.text);
}

/** Presses Send and waits for the message's own page. */
export async function send(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
}

/** The timeline's events, in order. */
export function timeline(page: Page) {
  return page.getByRole("region", { name: "Timeline" }).getByRole("listitem");
}

let counter = 0;
/** A text that no other test sends. */
export function uniqueText(words: string): string {
  counter += 1;
  return `${words} ${process.pid}-${Date.now()}-${counter}`;
}
