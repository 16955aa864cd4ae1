import { lookUp, lookUpPlanned } from "./published";

const published = {
  vpc_id: "vpc-1",
  subnet_ids: { db: ["a", "b"], public: ["c"] },
  zone_ids: { "example.com": "Z1", "dev.example.com": "Z2" },
  hosts: { "a.b": { port: 80 }, a: { port: 90 } },
};

test.each([
  ["vpc_id", "vpc-1"],
  ["subnet_ids.db", ["a", "b"]],
  ["zone_ids.example.com", "Z1"],
  ["zone_ids.dev.example.com", "Z2"],
  ["hosts.a.b.port", 80],
  ["hosts.a.port", 90],
])("%s is found", (path, value) => {
  expect(lookUp(published, path)).toEqual({ found: value });
});

test.each([
  ["vpc", ["vpc_id", "subnet_ids", "zone_ids", "hosts"]],
  ["subnet_ids.private", ["db", "public"]],
  ["zone_ids.example.org", ["example.com", "dev.example.com"]],
  ["hosts.a.name", ["port"]],
  ["vpc_id.name", []],
])("for %s there are the names which are known", (path, known) => {
  expect(lookUp(published, path)).toEqual({ known });
});

describe("of what is planned", () => {
  const outputs = {
    vpc_id: { value: undefined, unknown: true },
    cidr: { value: "10.0.0.0/16", unknown: false },
    subnet_ids: { value: { db: ["a", null], app: ["c"] }, unknown: { db: [false, true], app: [false] } },
    hosts: { value: { "a.b": { port: 80 } }, unknown: { "a.b": { name: true } } },
    zone_ids: { value: undefined, unknown: true },
  };

  test.each([
    ["vpc_id", { unknown: true }],
    ["cidr", { found: "10.0.0.0/16" }],
    ["subnet_ids.db", { found: ["a", null], partly: [false, true] }],
    ["subnet_ids.app", { found: ["c"] }],
    ["hosts.a.b.port", { found: 80 }],
    ["hosts.a.b.name", { unknown: true }],
    ["zone_ids.example.com", { unknown: true }],
    ["subnet_ids.web", { known: ["db", "app"] }],
  ])("%s", (path, value) => {
    expect(lookUpPlanned(outputs, path)).toEqual(value);
  });
});
