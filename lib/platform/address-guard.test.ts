import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNetwork, refusedAddress, refusedUrl } from "./address-guard";

const LOOPBACK = [{ address: "127.0.0.0", prefix: 8 }];

describe("refusedAddress", () => {
  test.each([
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["::1", "loopback"],
    ["0.0.0.0", "unspecified"],
    ["::", "unspecified"],
    ["10.1.2.3", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["fd12:3456::1", "private"],
    ["169.254.169.254", "metadata"],
    ["fd00:ec2::254", "metadata"],
    ["100.100.100.200", "metadata"],
    ["169.254.1.1", "link-local"],
    ["fe80::1", "link-local"],
    ["100.64.0.1", "carrier"],
    ["224.0.0.1", "multicast"],
    ["ff02::1", "multicast"],
    ["255.255.255.255", "reserved"],
    ["192.0.2.7", "documentation"],
    ["2001:db8::7", "documentation"],
    ["::ffff:127.0.0.1", "loopback"],
    ["::ffff:7f00:1", "loopback"],
    ["::ffff:10.0.0.1", "private"],
    ["::ffff:8.8.8.8", "mapped"],
    ["::127.0.0.1", "mapped"],
    ["64:ff9b::7f00:1", "translated"],
    ["2002:7f00:1::", "6to4"],
    ["2002:808:808::1", "6to4"],
    ["2001:0:53aa:64c::1", "protocol"],
  ])("%s: %s", (address, rule) => {
    expect(refusedAddress(address)).toContain(rule);
  });

  test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "192.169.0.1", "2a00:1450:4001::1", "2606:4700::1111"])(
    "%s may be called",
    (address) => {
      expect(refusedAddress(address)).toBeNull();
    },
  );

  test("what is opened on purpose may be called, also in its mapped form, and nothing else", () => {
    expect(refusedAddress("127.0.0.1", LOOPBACK)).toBeNull();
    expect(refusedAddress("::ffff:127.0.0.1", LOOPBACK)).toBeNull();
    expect(refusedAddress("::1", LOOPBACK)).toContain("loopback");
    expect(refusedAddress("10.0.0.1", LOOPBACK)).toContain("private");
  });

  test("no private IPv4 address gets through in any IPv6 form", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, octet, (b, c, d) => {
        const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
        const [first, last] = [hex(10, b), hex(c, d)];
        for (const form of [
          `10.${b}.${c}.${d}`,
          `::ffff:10.${b}.${c}.${d}`,
          `::ffff:${first}:${last}`,
          `::${first}:${last}`,
          `64:ff9b::${first}:${last}`,
          `2002:${first}:${last}::1`,
        ])
          expect(refusedAddress(form)).not.toBeNull();
      }),
    );
  });
});

describe("refusedUrl", () => {
  const rule = (url: string, httpsOnly = true) => refusedUrl(url, { httpsOnly });

  test.each([
    ["https://2130706433/", "127.0.0.1 is this machine"],
    ["https://0x7f.1/", "127.0.0.1 is this machine"],
    ["https://0177.0.0.1/", "127.0.0.1 is this machine"],
    ["https://127.1/", "127.0.0.1 is this machine"],
    ["https://[::ffff:7f00:1]/", "this machine"],
    ["https://[::1]:8443/", "this machine"],
    ["http://example.com/", "need https"],
    ["ftp://example.com/", "must start with"],
    ["https://me:secret@example.com/", "No user name"],
    ["https://example.com:25/", "Port 25"],
    ["https://example.com:22/", "Port 22"],
    ["example.com/hook", "not a full web address"],
  ])("%s: %s", (url, words) => {
    expect(rule(url)).toContain(words);
  });

  test("an address of more than 2,048 characters is refused", () => {
    expect(rule(`https://example.com/${"a".repeat(2_048)}`)).toContain("2048 characters");
  });

  test.each(["https://example.com/hook?a=1", "https://example.com:8443/", "https://8.8.8.8/"])("%s is fine", (url) => {
    expect(rule(url)).toBeNull();
  });

  test("a sandbox app may use http", () => {
    expect(rule("http://example.com/", false)).toBeNull();
  });
});

describe("parseNetwork", () => {
  test("reads ranges and single addresses", () => {
    expect(parseNetwork(" 127.0.0.0/8 ")).toEqual({ address: "127.0.0.0", prefix: 8 });
    expect(parseNetwork("::1")).toEqual({ address: "::1", prefix: 128 });
    for (const wrong of ["", "10.0.0.0/33", "localhost", "10.0.0.0/8/8", "10.0.0/8"])
      expect(parseNetwork(wrong)).toBeNull();
  });
});
