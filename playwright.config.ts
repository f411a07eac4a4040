import { defineConfig } from "@playwright/test";

/** Keeps Chromium from calling out, and lets it run as root. */
const CHROMIUM_FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

const { CHROMIUM_PATH, E2E_BASE_URL } = process.env;

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/support/global-setup.ts",
  outputDir: "test-results",
  // Against the production build, through the real server, database and sandbox, as a person would.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  // Two cores may have much else to do.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    ...(E2E_BASE_URL ? { baseURL: E2E_BASE_URL } : {}),
    // Recording one costs more than twice the time of all tests: `npm run test:e2e -- --trace on` does it when asked.
    trace: "off",
    screenshot: "only-on-failure",
    viewport: { width: 1280, height: 800 },
    launchOptions: { args: CHROMIUM_FLAGS, ...(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {}) },
  },
  projects: [
    { name: "first visit", testMatch: "first-visit.setup.ts" },
    {
      name: "signed in",
      testMatch: "*.spec.ts",
      dependencies: ["first visit"],
      use: { storageState: "test-results/.session.json" },
    },
  ],
});
