import { parseLine, renderLine } from "./logs";

test("a line of Docker's has its time in front", () => {
  const line = parseLine("backend 1 app", "2026-11-22T01:24:21.770Z the rest, with spaces");
  expect(line).toEqual({
    time: "2026-11-22T01:24:21.770Z",
    title: "backend 1 app",
    text: "the rest, with spaces",
  });
  expect(renderLine(line, 15)).toBe("backend 1 app   | the rest, with spaces");
});

test("an empty line has nothing but its time", () => {
  expect(parseLine("x", "2026-11-22T01:24:21.770Z ").text).toBe("");
  expect(parseLine("x", "2026-11-22T01:24:21.770Z")).toMatchObject({
    text: "",
    time: "2026-11-22T01:24:21.770Z",
  });
});
