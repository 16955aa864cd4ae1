import { cutSchema } from "./provider-schema";

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
/** A length-delimited field. */
const field = (number: number, content: readonly number[]): number[] => [
  ...varint(number * 8 + 2),
  ...varint(content.length),
  ...content,
];
const text = (value: string): number[] => [...Buffer.from(value)];
const entry = (map: number, key: string, size = 3): number[] =>
  field(map, [
    ...field(1, text(key)),
    ...field(
      2,
      Array.from({ length: size }, () => 7),
    ),
  ]);

const PROVIDER = field(1, [1, 2, 3]);
const CAPABILITIES = field(6, [8, 1]);

test("keeps the given types, and all that is not of a type", () => {
  const schema = [
    ...PROVIDER,
    ...entry(2, "aws_vpc", 300),
    ...entry(2, "aws_subnet"),
    ...entry(3, "aws_vpc"),
    ...entry(3, "aws_ami"),
    ...CAPABILITIES,
    ...entry(7, "arn_parse"),
    ...entry(8, "aws_secret"),
  ];
  const expected = [...PROVIDER, ...entry(2, "aws_vpc", 300), ...entry(3, "aws_vpc"), ...CAPABILITIES];
  expect([...cutSchema(Uint8Array.from(schema), new Set(["aws_vpc"]))]).toEqual(expected);
});

test("steps over numbers of every kind", () => {
  const numbers = [9 * 8, 200, 1, 10 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8, 11 * 8 + 5, 1, 2, 3, 4];
  expect([...cutSchema(Uint8Array.from([...numbers, ...entry(2, "a")]), new Set())]).toEqual(numbers);
});

test("a schema that is cut off is an error, and no schema", () => {
  expect(() => cutSchema(Uint8Array.from([0x80]), new Set())).toThrow("ends in the middle");
});
