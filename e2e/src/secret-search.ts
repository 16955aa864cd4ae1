/** The search for secrets where none must be: secrets and places in, what was found out. */
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";

/** A secret, and what holds it: `secretsmanager secret_string`. */
export interface Secret {
  readonly kind: string;
  readonly value: string;
}

/** Kinds of places. Each has its reasons for a secret to come by. */
export const PLACE_KINDS = [
  "state",
  "plan file",
  "plan JSON",
  "cdktf.out",
  "log",
  "report",
  "comment",
  "output",
  "other file",
] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Where a secret could be. */
export interface Place {
  readonly kind: PlaceKind;
  /** The path of a file, the key and version of a state, the command that printed it. */
  readonly name: string;
  readonly content: Buffer;
}

/** A secret in a place. */
export interface Leak {
  readonly secret: string;
  readonly kind: PlaceKind;
  readonly place: string;
}

/** A shorter one stands everywhere by chance. */
const SHORTEST = 8;

/** Members of a secret in JSON which say where something is, and to whom it belongs. Any other is a secret. */
const NO_SECRETS = ["dbname", "engine", "host", "port", "readerHost", "username"];

/**
 * What of a secret is searched for: the members of JSON that are secret, a line of a key, or all of it.
 * @throws where it is too short to be searched for
 */
export function partsOf({ kind, value }: Secret): Secret[] {
  const members = membersOf(value);
  if (members !== undefined) {
    return Object.entries(members)
      .filter(([name]) => !NO_SECRETS.includes(name))
      .flatMap(([name, member]) => partsOf({ kind: `${kind} ${name}`, value: String(member) }));
  }
  const [longest = ""] = value.split(/\r?\n/).sort((one, other) => other.length - one.length);
  if (longest.length < SHORTEST)
    throw new Error(`A ${kind} of ${longest.length} characters can't be searched for.`);
  return [{ kind, value: longest }];
}

function membersOf(value: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(value);
    return typeof json === "object" && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}

/** How a value may be written: as it is, inside of JSON or HTML or an address, and encoded. */
export function spellingsOf(value: string): string[] {
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
  // Go's way, and so Terraform's.
  const inGo = (text: string): string =>
    inJson(text).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return [
    ...new Set([
      value,
      inJson(value),
      inJson(inJson(value)),
      inGo(value),
      inGo(inGo(value)),
      value.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign),
      encodeURIComponent(value),
      Buffer.from(value).toString("hex"),
      ...[0, 1, 2].map((offset) => base64At(value, offset)),
    ]),
  ];
}

/** What of the Base64 of a longer text is always the same, where a value begins at an offset from a multiple of three. */
function base64At(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  const whole = Math.floor((bytes.length * 8) / 6);
  return bytes.toString("base64").slice(Math.ceil((offset * 8) / 6), whole);
}

/** What is in a file: the entries of an archive (a plan file is one), what was compressed, or the file itself. */
function contentsOf(content: Buffer): Buffer[] {
  if (content.subarray(0, 4).equals(Buffer.from("PK\x03\x04"))) {
    return Object.values(unzipSync(content)).flatMap((entry) => contentsOf(Buffer.from(entry)));
  }
  if (content[0] === 0x1f && content[1] === 0x8b) return [gunzipSync(content)];
  return [content];
}

/** Looks for secrets in contents, all at once: each position is compared only with those that begin so. */
class Searcher {
  /** By the first two bytes. */
  private readonly byBeginning = new Map<number, { readonly spelling: Buffer; readonly kind: string }[]>();

  constructor(secrets: readonly Secret[]) {
    for (const { kind, value } of secrets.flatMap(partsOf)) {
      for (const spelling of spellingsOf(value).map((text) => Buffer.from(text))) {
        const beginning = spelling.readUInt16BE(0);
        this.byBeginning.set(beginning, [...(this.byBeginning.get(beginning) ?? []), { spelling, kind }]);
      }
    }
  }

  /** The kinds of the secrets in a content. */
  in(content: Buffer): Set<string> {
    const found = new Set<string>();
    for (let at = 0; at + SHORTEST <= content.length; at++) {
      for (const { spelling, kind } of this.byBeginning.get(content.readUInt16BE(at)) ?? []) {
        if (content.subarray(at, at + spelling.length).equals(spelling)) found.add(kind);
      }
    }
    return found;
  }
}

/** Every secret which is in a place. */
export function leaksIn(secrets: readonly Secret[], places: readonly Place[]): Leak[] {
  const searcher = new Searcher(secrets);
  return places.flatMap(({ kind, name, content }) => {
    const found = new Set(contentsOf(content).flatMap((one) => [...searcher.in(one)]));
    return [...found].map((secret) => ({ secret, kind, place: name }));
  });
}
