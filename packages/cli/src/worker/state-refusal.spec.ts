import type { Diagnostic } from "../terraform/messages";
import { stateRefusal } from "./state-refusal";

const OWN = "dev/services.tfstate";
const DENIED =
  "operation error S3: HeadObject, https response error StatusCode: 403, RequestID: 1, HostID: , api error Forbidden: Forbidden";

const error = (summary: string, change: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: "error",
  summary,
  detail: "",
  ...change,
});

test.each<[string, Diagnostic, string]>([
  [
    "another layer's state",
    error(`Unable to access object "dev/network.tfstate" in S3 bucket "states": ${DENIED}`, {
      address: "data.terraform_remote_state.network",
    }),
    "dev/network.tfstate, the state of network in dev",
  ],
  [
    "the lock of the layer's own",
    error("Error acquiring the state lock", {
      detail: `Error message: ${DENIED}\nTerraform acquires a state lock.`,
    }),
    "dev/services.tfstate, the state of services in dev",
  ],
])("who may not reach %s is told which one it is, and what may be wrong", (_, refused, state) => {
  const found = stateRefusal([error("something else"), refused], OWN, "Terraform's words.");
  expect(found).toMatchObject({ code: "state-forbidden", exitCode: 1 });
  expect(found?.message).toMatch(/strata bootstrap --env dev.*strata policy LAYER.*\. Terraform's words\.$/);
  expect(found?.message).toContain(state);
});

test("a bucket of the layer that is refused is no state", () => {
  expect(
    stateRefusal([error(`creating: ${DENIED}`, { address: "aws_s3_bucket.logs" })], OWN, ""),
  ).toBeUndefined();
});

test("a state that is not there is not refused", () => {
  const missing = error(`Unable to access object "${OWN}": operation error S3: HeadObject, StatusCode: 404`);
  expect(stateRefusal([missing], OWN, "")).toBeUndefined();
});
