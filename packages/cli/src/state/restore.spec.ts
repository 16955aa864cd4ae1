import { namedProcess, withSerial } from "./restore";

test("only the serial of the state itself becomes another one, and no digit of the rest", () => {
  const text = `{\n  "version": 4,\n  "serial": 12,\n  "lineage": "l",\n  "resources": [\n    {\n      "serial": 3,\n      "big": 12345678901234567890,\n      "text": "\\n  \\"serial\\": 5,\\n"\n    }\n  ]\n}\n`;
  expect(withSerial(text, 40)).toBe(text.replace('"serial": 12,', '"serial": 40,'));
});

test("a text which Terraform did not write has no such line", () => {
  expect(withSerial('{"version":4,"serial":12}', 40)).toBeUndefined();
});

test.each([
  ['{"pid":12,"startTime":"99"}', { pid: 12, startTime: "99" }],
  ["", undefined],
  [undefined, undefined],
  ["null", undefined],
  ["words of somebody else", undefined],
])("the process which a lock names as %j", (info, expected) => {
  expect(namedProcess(info)).toEqual(expected);
});
