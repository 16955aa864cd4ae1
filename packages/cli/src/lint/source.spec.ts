import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressAt } from "./source";

const stack = {
  "//": { strata: { layer: "network" } },
  output: { vpc_id: { value: "${aws_vpc.vpc.id}" } },
  resource: { aws_subnet: { a: { tags: { Name: "a" } } }, aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } } },
};

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "strata-source-"));
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(stack, undefined, 2));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

const lineOf = (text: string): number =>
  JSON.stringify(stack, undefined, 2)
    .split("\n")
    .findIndex((line) => line.includes(text)) + 1;

test.each([
  ['"Name"', "aws_subnet.a"],
  ['"cidr_block"', "aws_vpc.vpc"],
  ['"value"', "output.vpc_id"],
  ['"layer"', ""],
])("the line of %s belongs to %s", (text, address) => {
  expect(addressAt(directory, lineOf(text))).toBe(address);
});
