import { decideLock, holderIn, locksTried, type LockContext } from "./lock";

const holder = {
  id: "1",
  operation: "OperationTypeApply",
  who: "ann@desk",
  created: "2026-01-01T10:00:00.5Z",
};
const abandoned = { user: "ann", host: "desk", since: "2026-01-01T10:00:00.000Z" };
const context: LockContext = { abandoned, tried: [], terraformRuns: false, waitedEnough: false };

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
  ["that a Terraform of this checkout tried to take", { abandoned: undefined, tried: ["0", "1"] }, "release"],
  ["of its own, which a Terraform here may still hold", { tried: ["1"], terraformRuns: true }, "wait"],
  ["beside those of this checkout", { abandoned: undefined, tried: ["0", ""], waitedEnough: true }, "refuse"],
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

test("of all that Terraform logs, the locks that it tried to take are found", () => {
  const log = `2026-01-01T10:00:00.000Z [INFO]  Terraform version: 1.11.4
2026-01-01T10:00:00.100Z [INFO]  backend-s3: Attempting to lock remote state (S3 Native only)...: tf_backend.lock.id=0970-45 tf_backend.lock.info="" tf_backend.lock.operation=OperationTypePlan
2026-01-01T10:00:00.200Z [INFO]  backend-s3: Locked remote state (S3 Native only): tf_backend.lock.id=0970-45
2026-01-01T10:00:00.300Z [INFO]  backend-s3: Attempting to unlock remote state (S3 Native only)...: tf_backend.lock.id=another
2026-01-01T10:00:00.400Z [INFO]  backend-s3: Attempting to lock remote state (S3 Native only)...: tf_backend.lock.id=de03-a8
`;
  expect(locksTried(log)).toEqual(["0970-45", "de03-a8"]);
});

test("who held a lock is found in what Terraform says", () => {
  const words = `Error acquiring the state lock: Error message: operation error S3: PutObject, StatusCode: 412
Lock Info:
  ID:        ca071746-d6b5-3040-08d3-12704ea5fab2
  Path:      states/shop/registry.tfstate
  Operation: OperationTypePlan
  Who:       ann@desk
  Version:   1.11.4
  Created:   2026-11-22 10:06:43.866937782 +0000 UTC
  Info:      `;
  expect(holderIn(words)).toEqual({
    id: "ca071746-d6b5-3040-08d3-12704ea5fab2",
    operation: "OperationTypePlan",
    who: "ann@desk",
    created: "2026-11-22T10:06:43Z",
  });
  expect(holderIn("Error acquiring the state lock: AccessDenied")).toBeUndefined();
});
