import { renderDifference, stateDifference } from "./difference";
import type { State } from "../state-store";

const resource = (name: string, keys: readonly (string | number | undefined)[], value: string) => ({
  mode: "managed" as const,
  type: "aws_vpc",
  name,
  instances: keys.map((key) => ({ ...(key !== undefined && { index_key: key }), attributes: { value } })),
});

const present: State = {
  serial: 9,
  lineage: "l",
  outputs: { kept: { value: 1 }, other: { value: "secret-1", sensitive: true }, gone: { value: 2 } },
  resources: [
    resource("same", [undefined], "a"),
    resource("many", ["x", "y"], "b"),
    resource("new", [0], "c"),
  ],
};

const restored: State = {
  serial: 10,
  lineage: "l",
  outputs: { kept: { value: 1 }, other: { value: "secret-2", sensitive: true }, back: { value: 3 } },
  resources: [
    resource("same", [undefined], "a"),
    { ...resource("many", ["x", "z"], "d"), module: "module.m" },
    resource("many", ["y"], "changed"),
    { ...resource("read", [undefined], "e"), mode: "data" },
  ],
};

test("resources and outputs are told by their names, data sources not", () => {
  expect(stateDifference(present, restored)).toEqual({
    serial: { from: 9, to: 10 },
    resources: { from: 4, to: 4 },
    gained: ['module.m.aws_vpc.many["x"]', 'module.m.aws_vpc.many["z"]'],
    lost: ['aws_vpc.many["x"]', "aws_vpc.new[0]"],
    changed: ['aws_vpc.many["y"]'],
    outputs: { gained: ["back"], lost: ["gone"], changed: ["other"] },
  });
});

test("a person reads no value of it", () => {
  const text = renderDifference(stateDifference(present, restored));
  expect(text).toContain("Serial 10 in the place of 9; resources: 4 now, 4 then.");
  expect(text).toMatch(/will know no more; in AWS they stay:\n {4}aws_vpc\.many\["x"\]/);
  expect(text).not.toContain("secret");
});

test("where there is no present state, everything is gained", () => {
  const text = renderDifference(stateDifference(undefined, present));
  expect(text).toContain("Serial 9 in the place of none that can be read; resources: 0 now, 4 then.");
  expect(text).not.toMatch(/lost|know no more/);
});
