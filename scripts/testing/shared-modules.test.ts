import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Unit tests share their modules (vitest.config.ts): one that mocks them would change what others test, by their order. */
const FOLDERS = ["lib", "components", "sandbox", "scripts", "app", "bench"];
const MOCKS = /\bvi\s*\.\s*(?:mock|doMock)\(/;

test("no unit test mocks modules", () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.test\.tsx?$/.test(file) && !file.endsWith(".int.test.ts"))
      .map((file) => join(folder, file)),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(MOCKS.test('vi.mock("@/lib/platform/log")')).toBe(true);
  expect(files.filter((file) => MOCKS.test(readFileSync(file, "utf8").replaceAll(/'[^'\n]*'/g, "")))).toEqual([]);
});
