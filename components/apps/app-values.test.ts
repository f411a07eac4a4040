import { describe, expect, it } from "vitest";
import type { App } from "@/lib/apps/contract";
import { composedApp, composedChange, emptyApp, valuesOf } from "./app-values";

const app: App = {
  id: "a",
  name: "Shop",
  environment: "live",
  applicationId: "id-1",
  applicationSecret: { set: true, last4: "1234" },
  defaultSender: "Shop",
  defaultCallback: { url: "https://example.org/sms", strategy: "OnCompletion" },
  enforceTranscode: true,
  defaultTtl: 60,
  quietHours: { from: "22:00", until: "07:30", zone: "Europe/Athens" },
  archivedAt: null,
  createdAt: "2026-03-02T09:00:00.000Z",
};
const pathsOf = (result: ReturnType<typeof composedApp> | ReturnType<typeof composedChange>) =>
  result.ok ? [] : [...new Set(result.errors.map(({ path }) => path))].sort();

describe("composedApp", () => {
  it("leaves out what a sandbox app has not", () => {
    expect(composedApp({ ...emptyApp(), name: "Trial", applicationId: "left over" })).toEqual({
      ok: true,
      app: { name: "Trial", environment: "sandbox" },
    });
  });
  it("asks a live app for both credentials", () => {
    expect(pathsOf(composedApp({ ...emptyApp(), name: "Shop", environment: "live" }))).toEqual([
      "applicationId",
      "applicationSecret",
    ]);
  });
  it("takes the defaults that are given", () => {
    const values = { ...valuesOf(app), applicationSecret: "secret" };
    expect(composedApp(values)).toMatchObject({
      app: {
        defaultSender: "Shop",
        defaultCallback: { url: "https://example.org/sms", strategy: "OnCompletion" },
        enforceTranscode: true,
        defaultTtl: 60,
        quietHours: { from: "22:00", until: "07:30", zone: "Europe/Athens" },
      },
    });
  });
  it("names wrong defaults by their paths", () => {
    const values = {
      ...emptyApp(),
      defaultSender: "far too long a sender",
      callbackUrl: "ftp://x",
      defaultTtl: "soon",
      quietFrom: "22:00",
    };
    expect(pathsOf(composedApp(values))).toEqual([
      "defaultCallback.url",
      "defaultSender",
      "defaultTtl",
      "name",
      "quietHours.until",
    ]);
  });
});

describe("composedChange", () => {
  it("changes nothing of what the app has, and keeps its secret", () => {
    const { name, applicationId, defaultSender, defaultCallback, enforceTranscode, defaultTtl, quietHours } = app;
    expect(composedChange(valuesOf(app))).toEqual({
      ok: true,
      app: { name, applicationId, defaultSender, defaultCallback, enforceTranscode, defaultTtl, quietHours },
    });
  });
  it("takes away what was emptied, and replaces a secret that was typed", () => {
    const values = {
      ...valuesOf(app),
      defaultSender: " ",
      callbackUrl: "",
      defaultTtl: "",
      quietFrom: "",
      quietUntil: "",
      applicationSecret: "new",
    };
    expect(composedChange(values)).toMatchObject({
      app: { applicationSecret: "new", defaultSender: null, defaultCallback: null, defaultTtl: null, quietHours: null },
    });
  });
});
