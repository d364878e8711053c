import { expect, test } from "vitest";
import { isPublicAddress } from "../../src/media/fetch/addresses.ts";

test.each([
  "8.8.8.8",
  "172.32.0.1",
  "100.128.0.1",
  "192.169.0.1",
  "223.255.255.255",
  "2606:4700::1111",
  "2001:4860:4860::8888",
  "::ffff:8.8.8.8",
  "64:ff9b::8.8.8.8",
])("%s is public", (ip) => {
  expect(isPublicAddress(ip)).toBe(true);
});

test.each([
  ["this host", "0.0.0.0"],
  ["loopback", "127.8.9.1"],
  ["private", "10.0.0.1"],
  ["private", "172.16.0.1"],
  ["private", "172.31.255.255"],
  ["private", "192.168.1.1"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["a cloud's metadata in it", "100.100.100.200"],
  ["link-local with the clouds' metadata", "169.254.169.254"],
  ["Azure's host agent", "168.63.129.16"],
  ["protocol assignments", "192.0.0.192"],
  ["documentation", "203.0.113.7"],
  ["benchmarking", "198.19.255.255"],
  ["multicast", "224.0.0.251"],
  ["reserved", "240.0.0.1"],
  ["broadcast", "255.255.255.255"],
  ["v6 loopback", "::1"],
  ["v6 unspecified", "::"],
  ["v6 link-local", "fe80::1"],
  ["v6 link-local with a zone", "fe80::1%eth0"],
  ["unique local", "fd00:ec2::254"],
  ["v6 multicast", "ff02::1"],
  ["v6 documentation", "2001:db8::1"],
  ["Teredo", "2001::1"],
  ["6to4", "2002:7f00:1::"],
  ["mapped loopback", "::ffff:127.0.0.1"],
  ["mapped loopback in hex", "::ffff:7f00:1"],
  ["mapped private", "::ffff:10.0.0.1"],
  ["private behind NAT64", "64:ff9b::a00:1"],
  ["local NAT64", "64:ff9b:1::1"],
  ["a compatible address of old", "::127.0.0.1"],
  ["a name", "localhost"],
  ["nothing", ""],
])("%s is not public: %s", (_what, ip) => {
  expect(isPublicAddress(ip)).toBe(false);
});
