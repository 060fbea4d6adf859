/** How Pulumi marks special values in states and events (`sdk/go/common/resource/sig`): an object with this key and one of the marks. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Stands for every value that only the run will know (previews), whatever its type. */
const unknownValues = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

function marks(value: object, mark: string): boolean {
  return Object.hasOwn(value, SIGNATURE) && Reflect.get(value, SIGNATURE) === mark;
}

function text(value: object, key: string): string | null {
  const inner: unknown = Reflect.get(value, key);
  return typeof inner === "string" ? inner : null;
}

/** A secret, or an output that says of itself that it is one. */
export function isSecret(value: object): boolean {
  return marks(value, SECRET) || (marks(value, OUTPUT) && Reflect.get(value, "secret") === true);
}

/** An output that is not known yet. */
export function isUnknown(value: unknown): boolean {
  if (typeof value === "string") {
    return unknownValues.has(value);
  }
  return typeof value === "object" && value !== null && marks(value, OUTPUT) && !Object.hasOwn(value, "value");
}

export const isOutput = (value: object): boolean => marks(value, OUTPUT);
export const ciphertextIn = (secret: object): string | null => text(secret, "ciphertext");
export const plaintextIn = (secret: object): string | null => text(secret, "plaintext");

/** Text for a file, an archive or a reference to a resource; null for anything else. */
export function describeSpecial(value: object): string | null {
  if (marks(value, ASSET) || marks(value, ARCHIVE)) {
    const where = text(value, "path") ?? text(value, "uri") ?? (text(value, "text") === null ? "files" : "text");
    const hash = text(value, "hash");
    const kind = marks(value, ASSET) ? "asset" : "archive";
    return hash === null || hash === "" ? `${kind} ${where}` : `${kind} ${where} (sha256 ${hash.slice(0, 12)})`;
  }
  return marks(value, RESOURCE) ? (text(value, "urn") ?? "resource") : null;
}
