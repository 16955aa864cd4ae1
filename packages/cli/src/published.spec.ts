import { lookUp } from "./published";

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
