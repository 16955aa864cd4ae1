import { synthesizeIn, type Synthesized } from "@strata/core/testing";
import { FailureNotifications } from "./failure-notifications";

const notifications = (stateMachineArns: string[]): Synthesized =>
  synthesizeIn((scope) => {
    new FailureNotifications(scope, "failures", {
      name: (...parts) => ["test", ...parts].join("-"),
      topicArn: "arn:topic",
      pipelineNames: ["test-web", "test-api"],
      stateMachineArns,
    });
  });

const patterns = (stack: Synthesized): unknown[] =>
  Object.values(stack.resources("aws_cloudwatch_event_rule")).map(
    ({ event_pattern }) => JSON.parse(event_pattern as string) as unknown,
  );

describe("FailureNotifications", () => {
  test("tell of pipelines and of rollouts which have failed", () => {
    const stack = notifications(["arn:rollout"]);
    expect(patterns(stack)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ detail: { state: ["FAILED"], pipeline: ["test-web", "test-api"] } }),
        expect.objectContaining({
          detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: ["arn:rollout"] },
        }),
      ]),
    );
    for (const target of Object.values(stack.resources("aws_cloudwatch_event_target"))) {
      expect(target).toMatchObject({ arn: "arn:topic" });
    }
  });

  test("say nothing of rollouts where there are none", () => {
    expect(patterns(notifications([]))).toHaveLength(1);
  });
});
