import { age, livingHolder, type Alive } from "./unlock";

const holder = (who: string) => ({
  id: who === "" ? "" : "1",
  who,
  operation: "OperationTypeApply",
  created: "",
});
const nothing: Alive = { host: "desk", terraform: [] };

test.each<[string, string, Partial<Alive>, string | undefined]>([
  ["Terraform here", "ann@desk", { terraform: [7, 8] }, "Terraform, process 7"],
  ["another user's Terraform here", "bob@desk", { terraform: [7] }, "Terraform, process 7"],
  ["strata here", "ann@desk (strata state restore)", { named: 9 }, "strata, process 9"],
  ["Terraform here, of a lock that can't be read", "", { terraform: [7] }, "Terraform, process 7"],
  ["nothing here", "ann@desk", {}, undefined],
  ["another machine, whatever runs here", "ann@ci", { terraform: [7], named: 9 }, undefined],
])("a lock is held by %s", (_, who, alive, expected) => {
  expect(livingHolder(holder(who), { ...nothing, ...alive })).toBe(expected);
});

test.each([
  [-5_000, "0 seconds"],
  [1_000, "1 second"],
  [59_000, "59 seconds"],
  [150_000, "2 minutes"],
  [3_600_000, "1 hour"],
  [200_000_000, "2 days"],
])("%d ms are %s", (milliseconds, words) => {
  expect(age(milliseconds)).toBe(words);
});
