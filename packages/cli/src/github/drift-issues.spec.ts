import { decideIssue, type Issue } from "./drift-issues";

const wanted = { title: "Drift in network (prod)", head: "<!-- new -->", body: "<!-- new -->\ntext" };
const issue = (number: number, change: Partial<Issue> = {}): Issue => ({
  number,
  title: wanted.title,
  body: "old",
  state: "open",
  url: `u${number}`,
  ...change,
});
const same = issue(1, { body: "<!-- new -->\ntext of yesterday" });
const closed = issue(2, { state: "closed" });

test.each<[string, Issue[], typeof wanted | undefined, Partial<ReturnType<typeof decideIssue>>]>([
  ["the first drift", [], wanted, { action: "open" }],
  ["never any drift", [], undefined, { action: "none" }],
  ["the same drift", [same], wanted, { action: "keep", issue: same }],
  ["another drift", [issue(1)], wanted, { action: "update", issue: issue(1) }],
  ["no drift any more", [same], undefined, { action: "close", issue: same }],
  ["still no drift", [closed], undefined, { action: "none" }],
  ["drift again", [closed], wanted, { action: "reopen", issue: closed }],
  ["an open one before a closed one", [closed, issue(3)], wanted, { action: "update", issue: issue(3) }],
  ["two of two runs", [issue(5), same], wanted, { action: "keep", issue: same, surplus: [issue(5)] }],
  ["two, and no drift any more", [issue(5), same], undefined, { action: "close", surplus: [issue(5)] }],
  ["a title that somebody changed", [{ ...same, title: "?" }], wanted, { action: "update" }],
])("%s", (_, own, now, expected) => {
  expect(decideIssue(own, now)).toMatchObject({ surplus: [], ...expected });
});
