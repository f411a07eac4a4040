import { expect, test } from "vitest";
import { isPrivateAddress, remoteAddress } from "./remote-address";

test.each([
  ["203.0.113.9", undefined, "203.0.113.9"],
  ["203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["127.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["::ffff:10.0.0.2", "1.2.3.4, 198.51.100.1", "198.51.100.1"],
  ["127.0.0.1", "not an address", "127.0.0.1"],
  [undefined, undefined, "unknown"],
])("from %s, forwarded for %s: %s", (socket, forwarded, expected) => {
  expect(remoteAddress(socket, forwarded)).toBe(expected);
});

test.each(["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1"])(
  "%s is private",
  (address) => expect(isPrivateAddress(address)).toBe(true),
);
test.each(["8.8.8.8", "172.32.0.1", "2001:db8::1", "unknown"])("%s is not private", (address) =>
  expect(isPrivateAddress(address)).toBe(false),
);
