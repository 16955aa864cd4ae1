import { decideComment, type Comment } from "./comment";

const comment = (id: number, body = "old"): Comment => ({ id, body, url: `u${id}` });

test.each<[string, Comment[], boolean, ReturnType<typeof decideComment>]>([
  ["none yet", [], true, { action: "create", surplus: [] }],
  ["none yet, and nothing to say", [], false, { action: "none", surplus: [] }],
  ["an old one", [comment(1)], true, { action: "update", comment: comment(1), surplus: [] }],
  [
    "an old one, when nothing changes any more",
    [comment(1)],
    false,
    { action: "update", comment: comment(1), surplus: [] },
  ],
  ["the same text", [comment(1, "new")], true, { action: "keep", comment: comment(1, "new"), surplus: [] }],
  [
    "the same text with other line ends",
    [comment(1, "new\r\n")],
    true,
    { action: "keep", comment: comment(1, "new\r\n"), surplus: [] },
  ],
  [
    "two of two jobs, in any order",
    [comment(9), comment(4, "new")],
    true,
    { action: "keep", comment: comment(4, "new"), surplus: [comment(9)] },
  ],
])("%s", (_, own, isNews, decision) => {
  expect(decideComment(own, { body: "new", isNews })).toEqual(decision);
});
