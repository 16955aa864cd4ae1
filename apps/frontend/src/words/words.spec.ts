import { noticeOf, pageTitle } from "./notices";
import { problemText } from "./problems";
import { count, momentOf } from "./time";

test("a notice is one of ours, whatever the address says", () => {
  expect(noticeOf("added")).toEqual({ name: "added", isGood: true, text: "The item was added." });
  for (const word of [undefined, "", "toString", "__proto__", "<b>", ["added"]]) {
    expect(noticeOf(word)).toBeUndefined();
  }
});

test("a title begins with what has happened", () => {
  expect(pageTitle("Items", undefined)).toBe("Items · Strata");
  expect(pageTitle("Items", noticeOf("added"))).toBe("The item was added. Items · Strata");
  expect(pageTitle("Items", noticeOf("missing"))).toMatch(/^Error: Nothing was changed/);
});

test("a timestamp of the API is UTC", () => {
  expect(momentOf("2026-11-22 09:05:00")).toEqual({
    machine: "2026-11-22T09:05:00Z",
    words: "22 Nov 2026, 09:05",
  });
  expect(momentOf("")).toBeUndefined();
  expect(momentOf("yesterday")).toBeUndefined();
});

test("one is one, and all else are many", () => {
  expect([0, 1, 2].map((number) => count(number, "item", "items"))).toEqual(["0 items", "1 item", "2 items"]);
});

test("who is away is told apart from who is at fault", () => {
  expect(problemText("unreachable")).toContain("can't be reached");
  expect(problemText("faulty")).toContain("database");
});
