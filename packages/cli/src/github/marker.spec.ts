import { isMarked, marker, type Marked } from "./marker";

const prod: Marked = { kind: "plan", environment: "prod" };

test("a marker names what it marks", () => {
  expect(marker(prod)).toBe("<!-- strata:plan prod -->");
  expect(marker({ kind: "drift", environment: "prod", layer: "network" })).toBe(
    "<!-- strata:drift prod network -->",
  );
});

test("a name can't end the HTML comment", () => {
  expect(marker({ kind: "plan", environment: "a --> <b>\n" })).toBe(
    "<!-- strata:plan a%20--%3E%20%3Cb%3E%0A -->",
  );
});

const markedText = (marked: Marked, text: string): string => `${marker(marked)}\n${text}`;

test.each<[string, string | null | undefined, boolean]>([
  ["its own text", markedText(prod, "text"), true],
  ["another environment", markedText({ kind: "plan", environment: "prod-2" }, "text"), false],
  ["a quotation", `> ${markedText(prod, "text")}`, false],
  ["no text", undefined, false],
  ["null", null, false],
])("%s", (_, text, expected) => {
  expect(isMarked(text, prod)).toBe(expected);
});
