import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Finds a Chromium for the browser tests, and installs one when there is none. */

/** Where a host does not answer at all, the next way is tried. */
const ATTEMPT_MS = 240_000;
const USUAL = [
  // Without windows to draw it needs less of the machine.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of a Chromium: CHROMIUM_PATH, Playwright's own, or the system's. @returns {Promise<string | null>} */
export async function findBrowser() {
  const { chromium } = await import("@playwright/test");
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...USUAL];
  return candidates.find((path) => path && existsSync(path)) ?? null;
}

/** Installs a browser: Playwright's own, or where its host is out of reach the distribution's. @param {string} root */
export async function ensureBrowser(root) {
  const found = await findBrowser();
  if (found) return found;
  const attempts = [
    [process.execPath, "node_modules/@playwright/test/cli.js", "install", "chromium"],
    ["apt-get", "update"],
    ["apt-get", "install", "-y", "--no-install-recommends", "chromium-headless-shell"],
    ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
  ];
  let output = "";
  for (const [program = "", ...args] of attempts) {
    const result = spawnSync(program, args, {
      cwd: root,
      encoding: "utf8",
      timeout: ATTEMPT_MS,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    output += `${result.stdout ?? ""}${result.stderr ?? ""}`;
    const installed = await findBrowser();
    if (installed) return installed;
  }
  process.stderr.write(`${output.split("\n").slice(-15).join("\n")}\n`);
  throw new Error(
    "There is no Chromium and none could be installed: install one and set CHROMIUM_PATH to its program.",
  );
}
