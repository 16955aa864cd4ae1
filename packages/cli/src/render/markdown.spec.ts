import { codeCell, escapeCell, markdownTable } from "./markdown";

test.each([
  ["plain words, 1 to 9.", "plain words, 1 to 9."],
  ["a | b", "a \\| b"],
  ["<b>*bold* _x_ [y](z) #1 ~~q~~ \\", "\\<b\\>\\*bold\\* \\_x\\_ \\[y\\](z) \\#1 \\~\\~q\\~\\~ \\\\"],
  ["of `a_b|<c>`, and <d>", "of `a_b\\|<c>`, and \\<d\\>"],
  ["one ` backtick *", "one ` backtick \\*"],
  ["two\n  lines", "two lines"],
])("%j in a cell is %j", (text, cell) => {
  expect(escapeCell(text)).toBe(cell);
});

test("code in a cell", () => {
  expect(codeCell('services.<name>["a|b`c"]')).toBe('`services.<name>["a\\|b\'c"]`');
});

test("a table", () => {
  expect(markdownTable(["a", "b"], [["1", "2"]])).toBe("| a | b |\n| --- | --- |\n| 1 | 2 |");
});
