import { BlockList, isIP } from "node:net";

/**
 * IPv4 ranges that are not the public internet, from IANA's special-purpose registry
 * (https://www.iana.org/assignments/iana-ipv4-special-registry), multicast, and one address that a cloud put into
 * public space: 168.63.129.16 is Azure's host agent.
 */
const CLOSED_V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

/** Global unicast is 2000::/3. Inside it these are not: protocol assignments with Teredo, documentation, 6to4. */
const CLOSED_V6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

/** Prefixes of IPv6 addresses whose last 32 bits are the IPv4 address that is reached: mapped, and NAT64. */
const CARRIERS = ["::ffff:", "64:ff9b::"] as const;

const closedV4 = new BlockList();
for (const [net, prefix] of CLOSED_V4) closedV4.addSubnet(net, prefix, "ipv4");

const openV6 = new BlockList();
openV6.addSubnet("2000::", 3, "ipv6");
for (const carrier of CARRIERS) openV6.addSubnet(`${carrier}0.0.0.0`, 96, "ipv6");

const closedV6 = new BlockList();
for (const [net, prefix] of CLOSED_V6) closedV6.addSubnet(net, prefix, "ipv6");
for (const carrier of CARRIERS) {
  for (const [net, prefix] of CLOSED_V4) closedV6.addSubnet(`${carrier}${net}`, 96 + prefix, "ipv6");
}

/**
 * Whether an IP address (v4 or v6, as text) is one of the public internet. What is no IP address is not. Not by the
 * ranges of ipaddr.js (2.5), which reads `::8.8.8.8`, as a name server may write it, as a mapped address, and lets any
 * IPv6 address through that it has no name for.
 */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return !closedV4.check(ip, "ipv4");
  if (family === 6) return !ip.includes("%") && openV6.check(ip, "ipv6") && !closedV6.check(ip, "ipv6");
  return false;
}
