import { createHash } from "node:crypto";
import type { LockedPackage, Pinned } from "../targets.ts";
import { isoTime, type Release } from "./release.ts";

type Locked = LockedPackage & Pinned;

/** `sha512-` and base64, as package-lock.json has it, in hexadecimal. */
function sha512Of(integrity: string): string {
  const [, base64 = ""] = /(?:^|\s)sha512-(\S+)/.exec(integrity) ?? [];
  return Buffer.from(base64, "base64").toString("hex");
}

function component({ name, version, integrity, license }: Locked, type: "library" | "platform"): object {
  const url = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return {
    type,
    "bom-ref": url,
    name,
    version,
    scope: "required",
    hashes: [{ alg: "SHA-512", content: sha512Of(integrity) }],
    licenses: [{ expression: license ?? "NOASSERTION" }],
    purl: url,
  };
}

/** A name-based UUID: the same bill has the same number. (RFC 9562, version 8) */
export function uuidOf(text: string): string {
  const hash = createHash("sha256").update(text).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * The bill of materials of one release: the packages that are bundled, and the runtimes, of which each executable
 * has one. (CycloneDX 1.6)
 */
export function sbom(release: Release, bundled: readonly Locked[], runtimes: readonly Locked[]): string {
  const components = [
    ...bundled.map((one) => component(one, "library")),
    ...runtimes.map((one) => component(one, "platform")),
  ];
  const product = `pkg:generic/prempti@${release.version}`;
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([product, components]))}`,
    version: 1,
    metadata: {
      timestamp: isoTime(release),
      component: {
        type: "application",
        "bom-ref": product,
        name: "prempti",
        version: release.version,
        licenses: [{ license: { id: "Apache-2.0" } }],
      },
    },
    components,
    dependencies: [
      { ref: product, dependsOn: components.map((one) => (one as { "bom-ref": string })["bom-ref"]) },
    ],
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}
