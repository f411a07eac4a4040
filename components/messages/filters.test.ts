import { describe, expect, it } from "vitest";
import type { LiveMessage, Message } from "@/lib/messages/contract";
import { couldBelong, filtersOf, queryOf } from "./filters";

const appId = "0196f0a0-0000-7000-8000-000000000001";

describe("filters in the address", () => {
  it("are read, and what makes no sense is left out", () => {
    expect(filtersOf(new URLSearchParams(`status=Sent&appId=${appId}&to=%2B306900000001`))).toEqual({
      status: "Sent",
      appId,
      to: "+306900000001",
    });
    expect(filtersOf(new URLSearchParams("status=Lost&appId=1&to="))).toEqual({});
  });
  it("come back as they were written", () => {
    const filters = { status: "Delivered" as const, to: "+306900000001" };
    expect(filtersOf(new URLSearchParams(queryOf(filters)))).toEqual(filters);
    expect(queryOf({})).toBe("");
  });
});

describe("couldBelong", () => {
  const newest = { id: "0196f0a0-0000-7000-8000-00000000000a" } as Message;
  const live = (id: string, status: LiveMessage["status"] = "Sent"): LiveMessage => ({
    id,
    appId,
    status,
    sequence: 2,
    final: false,
  });
  it("takes a newer message and leaves an older one, which is only further down", () => {
    expect(couldBelong({}, newest, live("0196f0a0-0000-7000-8000-00000000000b"))).toBe(true);
    expect(couldBelong({}, newest, live("0196f0a0-0000-7000-8000-000000000009"))).toBe(false);
  });
  it("takes anything into an empty list", () => {
    expect(couldBelong({}, undefined, live("0"))).toBe(true);
  });
  it("heeds the app and the status", () => {
    expect(couldBelong({ batchId: appId }, undefined, live("0"))).toBe(false);
    expect(couldBelong({ appId: "another" }, undefined, live("0"))).toBe(false);
    expect(couldBelong({ status: "Sent" }, newest, live("0196f0a0-0000-7000-8000-000000000009"))).toBe(true);
    expect(couldBelong({ status: "Delivered" }, newest, live("0196f0a0-0000-7000-8000-00000000000b"))).toBe(false);
  });
});
