import { hasWhatIfHelpers, plannedChanges, type Message } from "./messages";

const change = (
  addr: string,
  action: Extract<Message, { type: "planned_change" }>["change"]["action"],
): Message => ({ type: "planned_change", change: { resource: { addr }, action } });

const HELPER = "terraform_data.what-if-network";

test("what is planned is told without what is only read", () => {
  const messages: Message[] = [
    change("aws_vpc.a", "update"),
    change("data.aws_ami.b", "read"),
    { type: "outputs", outputs: { a: { action: "create" }, b: { action: "noop" }, c: {} } },
    { type: "change_summary", changes: { add: 0, change: 1, remove: 0 } },
  ];
  expect(plannedChanges(messages)).toEqual({
    add: 0,
    change: 1,
    remove: 0,
    outputs: 1,
    resources: [{ address: "aws_vpc.a", action: "update" }],
  });
  expect(hasWhatIfHelpers(messages)).toBe(false);
});

test("helpers of a what-if are neither told nor counted", () => {
  const messages: Message[] = [
    change(HELPER, "create"),
    change("terraform_data.mine", "create"),
    { type: "change_summary", changes: { add: 2, change: 0, remove: 0 } },
  ];
  expect(plannedChanges(messages)).toMatchObject({
    add: 1,
    resources: [{ address: "terraform_data.mine", action: "create" }],
  });
  expect(hasWhatIfHelpers(messages)).toBe(true);
});
