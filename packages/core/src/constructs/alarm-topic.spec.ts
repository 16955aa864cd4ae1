import { statements, synthesizeIn } from "../testing";
import { AlarmTopic } from "./alarm-topic";

const topic = (change: { emails?: string[]; deployments?: boolean } = {}) =>
  synthesizeIn((scope) => {
    new AlarmTopic(scope, "alarms", { name: "test", account: "123456789012", emails: [], ...change });
  });

const publishers = (change: { deployments?: boolean }): unknown =>
  statements(topic(change).resource("aws_sns_topic_policy").policy)
    .filter(({ Effect }) => Effect === "Allow")
    .map(({ Principal }) => (Principal as { Service: string }).Service);

test("alarms of the account publish; deployments where they are asked to", () => {
  expect(publishers({})).toEqual(["cloudwatch.amazonaws.com"]);
  expect(publishers({ deployments: true })).toEqual(["cloudwatch.amazonaws.com", "events.amazonaws.com"]);
});

test("every address is subscribed", () => {
  const subscriptions = topic({ emails: ["a@example.org", "b@example.org"] }).resources(
    "aws_sns_topic_subscription",
  );
  expect(Object.values(subscriptions).map(({ endpoint }) => endpoint)).toEqual([
    "a@example.org",
    "b@example.org",
  ]);
});
