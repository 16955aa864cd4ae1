import { decideLock, type LockContext } from "./lock";

const holder = {
  id: "1",
  operation: "OperationTypeApply",
  who: "ann@desk",
  created: "2026-01-01T10:00:00.5Z",
};
const abandoned = { user: "ann", host: "desk", since: "2026-01-01T10:00:00.000Z" };
const context: LockContext = { abandoned, terraformRuns: false, waitedEnough: false };

test.each<[string, Partial<LockContext>, ReturnType<typeof decideLock>]>([
  ["left behind by a killed run", {}, "release"],
  ["left behind, found late", { waitedEnough: true }, "release"],
  ["a Terraform here may still hold it", { terraformRuns: true }, "wait"],
  [
    "a Terraform here may still hold it, after the wait",
    { terraformRuns: true, waitedEnough: true },
    "refuse",
  ],
  ["no run was killed here", { abandoned: undefined }, "wait"],
  ["no run was killed here, after the wait", { abandoned: undefined, waitedEnough: true }, "refuse"],
  ["another user's", { abandoned: { ...abandoned, user: "bob" }, waitedEnough: true }, "refuse"],
  ["another machine's", { abandoned: { ...abandoned, host: "ci" }, waitedEnough: true }, "refuse"],
  [
    "older than the killed run",
    { abandoned: { ...abandoned, since: "2026-01-01T10:00:01Z" }, waitedEnough: true },
    "refuse",
  ],
  ["without a readable time", { abandoned: { ...abandoned, since: "?" }, waitedEnough: true }, "refuse"],
])("a lock %s", (_, change, decision) => {
  expect(decideLock(holder, { ...context, ...change })).toBe(decision);
});
