/** Hosts that are this machine or its own network by name. Dotted and lower case already. */
const localNames =
  /^(localhost|.*\.localhost|.*\.local|.*\.test|0\.0\.0\.0|127\.\d+\.\d+\.\d+|::1?|host\.docker\.internal|ip6-localhost)$/;

/** The port of a local stack has no host that is worth asking about. */
export const isLocalHost = (host: string): boolean => host === "" || localNames.test(host);

const aiProviders =
  /(?:^|\.)(?:anthropic\.com|openai\.com|openai\.azure\.com|googleapis\.com|mistral\.ai|groq\.com|cohere\.(?:ai|com)|openrouter\.ai|deepseek\.com|x\.ai|githubcopilot\.com|claude\.ai|amazonaws\.com)$/;

/** A provider of language models, at its own address. */
export const isAiProvider = (host: string): boolean => aiProviders.test(host);

const urlPattern = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\\]*)/i;

/** The host of a URL, `user@host:path`, `host:port` or plain host; "" when there is none. */
export function hostOf(text: string): string {
  const url = urlPattern.exec(text);
  if (url !== null) return /^file:/i.test(text) ? "" : normalHost(url[1] ?? "");
  if (text.startsWith("//")) return normalHost(text.slice(2).split(/[/?#]/, 1)[0] ?? "");
  return normalHost(text.split(/[/?#]/, 1)[0] ?? "");
}

/** The longest name that DNS has; what stands before that much of a longer one names no host. */
const longestName = 253;

/** Without user and port, lower case, addresses in their usual form. */
function normalHost(authority: string): string {
  const host = authority
    .slice(authority.lastIndexOf("@") + 1)
    .slice(-longestName)
    .toLowerCase();
  const bracketed = /^\[([^\]]*)\]/.exec(host);
  if (bracketed !== null) return normalIpv6(bracketed[1] ?? "");
  if (host.indexOf(":") !== host.lastIndexOf(":")) return normalIpv6(host);
  const name = host.replace(/:[^:]*$/, "").replace(/\.$/, "");
  return normalIpv4(percentDecoded(name)) ?? percentDecoded(name);
}

function percentDecoded(text: string): string {
  if (!text.includes("%")) return text;
  return text
    .replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .toLowerCase();
}

/** Every notation that inet_aton takes, dotted: 2852039166, 0xA9FEA9FE, 0251.0376.0251.0376, 169.254.43518. */
function normalIpv4(host: string): string | undefined {
  if (!/^[0-9]/.test(host)) return undefined;
  const parts = host.split(".");
  if (parts.length > 4 || !parts.every((part) => /^(0x[0-9a-f]*|\d+)$/.test(part))) return undefined;
  const numbers = parts.map(numberOf);
  const last = numbers.pop() ?? 0;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const value = numbers.reduce((sum, number, at) => sum + number * 256 ** (3 - at), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

function numberOf(part: string): number {
  if (/^0x/.test(part)) return Number.parseInt(part.slice(2) || "0", 16);
  return /^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part);
}

/** Compressed, lower case; an IPv4 address mapped into it comes out dotted. */
function normalIpv6(text: string): string {
  const groups = ipv6Groups(text.split("%")[0] ?? "");
  if (groups === undefined) return text;
  if (
    groups.slice(0, 5).every((group) => group === 0) &&
    (groups[5] === 0xffff || (groups[5] === 0 && (groups[6] ?? 0) > 0))
  ) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  const full = groups.map((group) => group.toString(16)).join(":");
  const zeros = full.match(/(?:^|:)(?:0(?::|$)){2,}/g)?.sort((one, other) => other.length - one.length)[0];
  return zeros === undefined ? full : full.replace(zeros, "::");
}

function ipv6Groups(text: string): readonly number[] | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted !== null) {
    const [a = 0, b = 0, c = 0, d = 0] = (dotted[2] ?? "").split(".").map(Number);
    return ipv6Groups(`${dotted[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`);
  }
  const [head = "", tail, more] = text.split("::");
  if (more !== undefined) return undefined;
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return undefined;
  const groups = [...left, ...new Array<string>(missing).fill("0"), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

const urlAnywhere = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'`<>|;)\\]+/gi;

/** Every URL that a text mentions. */
export const urlsIn = (text: string): readonly string[] =>
  text.includes("://") ? (text.match(urlAnywhere) ?? []) : [];

/** Metadata services of clouds. */
const metadataHosts: ReadonlySet<string> = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "metadata.google.internal",
  "metadata",
  "metadata.goog",
  "100.100.100.200",
  "instance-data",
  "instance-data.ec2.internal",
]);

/** By name or address, or by a name that resolves to the address it spells out (nip.io and the like). */
export const isMetadataHost = (host: string): boolean =>
  metadataHosts.has(host) || /^(.*[.-])?(169[.-]254[.-]169[.-]254|a9fea9fe)\.\S/.test(host);
