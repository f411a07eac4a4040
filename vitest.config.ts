import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname };

/** Two cores may have much else to do: whoever waits for something waits long for it, and no longer than it takes. */
const patient = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000, interval: 20 } },
};

export default defineConfig({
  test: {
    // By itself it leaves one out, which of two is half.
    maxWorkers: availableParallelism(),
    projects: [
      {
        resolve: { alias },
        test: {
          ...patient,
          name: "unit",
          include: ["{lib,components,sandbox,scripts,app,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.int.test.ts", "node_modules/**"],
          environment: "node",
          // Modules are read once for all files, which takes a third of the time; nothing here may mock one.
          pool: "threads",
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          ...patient,
          name: "integration",
          include: ["{lib,sandbox,scripts,app}/**/*.int.test.ts"],
          environment: "node",
          globalSetup: ["scripts/testing/database-setup.ts"],
        },
      },
      {
        resolve: { alias },
        test: {
          ...patient,
          name: "processes",
          // Of the build, as it is started.
          include: ["e2e/**/*.test.ts"],
          // Each has several processes of its own.
          maxWorkers: 1,
          environment: "node",
        },
      },
    ],
  },
});
