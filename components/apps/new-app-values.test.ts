import { describe, expect, it } from "vitest";
import { composedApp, EMPTY_APP } from "./new-app-values";

describe("composedApp", () => {
  it("leaves out what a sandbox app has not", () => {
    expect(composedApp({ ...EMPTY_APP, name: "Trial", applicationId: "left over" })).toEqual({
      ok: true,
      app: { name: "Trial", environment: "sandbox" },
    });
  });
  it("asks a live app for both credentials", () => {
    const result = composedApp({ ...EMPTY_APP, name: "Shop", environment: "live" });
    expect(result.ok ? [] : result.errors.map(({ path }) => path)).toEqual(["applicationId", "applicationSecret"]);
  });
  it("takes the defaults that are given", () => {
    const values = { ...EMPTY_APP, name: "Trial", defaultSender: "Shop", callbackUrl: "https://example.org/sms" };
    expect(composedApp(values)).toMatchObject({
      app: { defaultSender: "Shop", defaultCallback: { url: "https://example.org/sms", strategy: "OnChange" } },
    });
  });
  it("names wrong defaults by their paths", () => {
    const result = composedApp({ ...EMPTY_APP, defaultSender: "far too long a sender", callbackUrl: "ftp://x" });
    expect(new Set(result.ok ? [] : result.errors.map(({ path }) => path))).toEqual(
      new Set(["name", "defaultSender", "defaultCallback.url"]),
    );
  });
});
