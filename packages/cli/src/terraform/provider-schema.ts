/**
 * The schema of a provider, as bytes of its plugin protocol (`GetProviderSchema.Response` of tfplugin5.proto).
 *
 * That of the AWS provider describes some 1,500 resource types. Terraform spends more time on reading it than on
 * anything else that `terraform show` does, for the dozen types which a stack holds.
 */

/** One field of a message: its number, and where it begins and ends with its tag. */
interface Field {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** Where its content begins, when it is bytes, text or a message. */
  readonly content?: number;
}

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0, next = at; ; shift += 7) {
    const byte = bytes[next++];
    if (byte === undefined) throw new Error("The provider's schema ends in the middle of a number.");
    // Lengths are far below 2^53, but may be beyond the 32 bits of bitwise operators.
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next };
  }
}

const FIXED_LENGTHS: Readonly<Record<number, number>> = { 1: 8, 5: 4 };
const LENGTH_DELIMITED = 2;

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  for (let start = 0; start < bytes.length; ) {
    const tag = readVarint(bytes, start);
    const number = tag.value >>> 3;
    const type = tag.value & 7;
    const fixed = FIXED_LENGTHS[type];
    let end: number;
    let content: number | undefined;
    if (type === LENGTH_DELIMITED) {
      const length = readVarint(bytes, tag.next);
      content = length.next;
      end = content + length.value;
    } else {
      end = fixed === undefined ? readVarint(bytes, tag.next).next : tag.next + fixed;
    }
    yield { number, start, end, ...(content === undefined ? {} : { content }) };
    start = end;
  }
}

/** Fields of the response which are maps from the name of a type to its schema. */
const RESOURCES = 2;
const DATA_SOURCES = 3;
const FUNCTIONS = 7;
const EPHEMERAL_RESOURCES = 8;

function keyOf(entry: Uint8Array): string {
  for (const { number, content, end } of fieldsOf(entry)) {
    if (number === 1 && content !== undefined)
      return Buffer.from(entry.subarray(content, end)).toString("utf8");
  }
  return "";
}

/** The same schema with nothing but the given resource types and data sources. */
export function cutSchema(schema: Uint8Array, types: ReadonlySet<string>): Buffer {
  const kept: Uint8Array[] = [];
  for (const { number, start, end, content = start } of fieldsOf(schema)) {
    const isOfTypes = number === RESOURCES || number === DATA_SOURCES;
    const isNeeded = isOfTypes
      ? types.has(keyOf(schema.subarray(content, end)))
      : number !== FUNCTIONS && number !== EPHEMERAL_RESOURCES;
    if (isNeeded) kept.push(schema.subarray(start, end));
  }
  return Buffer.concat(kept);
}
