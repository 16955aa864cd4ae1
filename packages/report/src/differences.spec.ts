import { differences, type Difference } from "./differences";
import { attributePath } from "./paths";
import { change } from "./testing/plans";

const text = (side: Difference["before"]): string =>
  side === undefined ? "nothing" : side.kind === "value" ? JSON.stringify(side.value) : side.kind;

/** Differences as `path: before -> after`. */
const between = (before: unknown, after: unknown, more: Parameters<typeof change>[2] = {}, secret?: string) =>
  differences(change(before, after, more), (path) => secret !== undefined && path.at(-1) === secret).map(
    (one) => `${attributePath(one.path)}: ${text(one.before)} -> ${text(one.after)}`,
  );

test.each<[string, unknown, unknown, string[]]>([
  ["nothing", { a: 1, b: { c: [1] } }, { a: 1, b: { c: [1] } }, []],
  ["a value", { a: 1, b: 2 }, { a: 1, b: 3 }, ["b: 2 -> 3"]],
  ["nothing to empty", { a: null, b: [], c: {} }, { a: {}, b: null, c: null }, []],
  ["an empty string", { a: "" }, { a: "x" }, ['a: "" -> "x"']],
  ["deep values", { a: [{ b: { c: 1 } }] }, { a: [{ b: { c: 2 } }] }, ["a[0].b.c: 1 -> 2"]],
  ["an added object", { a: null }, { a: { b: 1, c: [2] } }, ["a.b: nothing -> 1", "a.c[0]: nothing -> 2"]],
  [
    "keys of all kinds",
    { t: {} },
    { t: { "a:b": 1, "a-b": 2 } },
    ['t["a:b"]: nothing -> 1', "t.a-b: nothing -> 2"],
  ],
  [
    "order of a set",
    { a: ["x", "y"], b: [{ c: 1 }, { c: 2 }] },
    { a: ["y", "x"], b: [{ c: 2 }, { c: 1 }] },
    [],
  ],
  [
    "order of a command",
    { command: ["x", "y"] },
    { command: ["y", "x"] },
    ['command[0]: "x" -> "y"', 'command[1]: "y" -> "x"'],
  ],
  ["an element in the middle", { a: ["x", "z"] }, { a: ["x", "y", "z"] }, ['a[1]: nothing -> "y"']],
  ["an element taken out", { a: ["x", "y", "z"] }, { a: ["x", "z"] }, ['a[1]: "y" -> nothing']],
  [
    "an element known by its name",
    {
      a: [
        { name: "x", v: 1 },
        { name: "y", v: 1 },
      ],
    },
    { a: [{ name: "y", v: 2 }] },
    ["a[0].v: 1 -> 2", 'a[0].name: "x" -> nothing', "a[0].v: 1 -> nothing"],
  ],
  ["JSON in a string", { p: '{"a":1,"b":2}' }, { p: '{ "b": 3, "a": 1 }' }, ["p.b: 2 -> 3"]],
  ["JSON only written otherwise", { p: '{"a":1,"b":[1,2]}' }, { p: '{"b":[2,1],"a":1}' }, []],
  ["JSON to text", { p: '{"a":1}' }, { p: "a" }, ['p: {"a":1} -> "a"']],
  ["a value of another kind", { a: [1] }, { a: "x" }, ['a: [1] -> "x"']],
  ["brackets which are no JSON", { a: "[x" }, { a: "[y" }, ['a: "[x" -> "[y"']],
  [
    "containers",
    { container_definitions: '[{"name":"app","image":"app:1","environment":[{"name":"A","value":"1"}]}]' },
    {
      container_definitions:
        '[{"name":"app","image":"app:2","environment":[{"name":"B","value":"2"},{"name":"A","value":"1"}]}]',
    },
    [
      'container_definitions[0].image: "app:1" -> "app:2"',
      'container_definitions[0].environment.B.value: nothing -> "2"',
    ],
  ],
])("%s", (_, before, after, expected) => {
  expect(between(before, after)).toEqual(expected);
});

test("what is known after the apply only", () => {
  expect(
    between({ a: 1, b: 1 }, { b: 1 }, { after_unknown: { a: true, c: true, d: { e: true }, f: [] } }),
  ).toEqual(["a: 1 -> unknown", "c: nothing -> unknown", "d.e: nothing -> unknown"]);
  expect(between({ a: ["x"] }, { a: ["x", null] }, { after_unknown: { a: [false, true] } })).toEqual([
    "a[1]: nothing -> unknown",
  ]);
});

test("sensitive values are masked, and the same ones are left out", () => {
  const marks = {
    before_sensitive: { a: true, b: { c: true } },
    after_sensitive: { a: true, b: { c: true } },
  };
  expect(between({ a: "1", b: { c: "1", d: "1" } }, { a: "2", b: { c: "2", d: "2" } }, marks)).toEqual([
    "a: masked -> masked",
    "b.c: masked -> masked",
    'b.d: "1" -> "2"',
  ]);
  expect(between({ a: "1", b: { c: "1" } }, { a: "1", b: { c: "1" } }, marks)).toEqual([]);
});

test("a value that becomes sensitive is masked on both sides", () => {
  expect(between({ a: "1" }, { a: "2" }, { after_sensitive: { a: true } })).toEqual(["a: masked -> masked"]);
});

test("places of secrets are masked, inside of a value which is shown whole too", () => {
  expect(between({ s: "1" }, { s: "2" }, {}, "s")).toEqual(["s: masked -> masked"]);
  expect(between({ p: '[{"s":"1","t":1}]' }, {}, { after_unknown: { p: true } }, "s")).toEqual([
    'p: [{"s":"(sensitive)","t":1}] -> unknown',
  ]);
});
