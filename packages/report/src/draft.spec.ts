import { fit, fixed, type Part } from "./draft";

const part = (long: string, short: string, step: number, group?: string): Part => ({
  versions: [long, short],
  cuts: [{ step, ...(group !== undefined && { group }) }],
});

test("what fits stays whole", () => {
  expect(fit([fixed("a"), part("bbbb", "b", 1)], 5)).toEqual({ text: "abbbb", isCut: false });
});

test("the largest part of the first step gives way first, and no more than has to", () => {
  const parts = [part("aaa", "a", 1), part("bbbb", "b", 1), part("cccccc", "c", 2)];
  expect(fit(parts, 12)).toEqual({ text: "aaabcccccc", isCut: true });
  expect(fit(parts, 9).text).toBe("abcccccc");
  expect(fit(parts, 7).text).toBe("abc");
});

test("a group gives way together, as large as it is together", () => {
  const parts = [part("aaa", "", 1, "x"), part("aaa", "a", 1, "x"), part("bbbb", "b", 1)];
  expect(fit(parts, 9).text).toBe("abbbb");
});

test("a part gives way step by step", () => {
  const parts: Part[] = [
    { versions: ["aaaa", "aa", "a"], cuts: [{ step: 1 }, { step: 3 }] },
    part("bb", "b", 2),
  ];
  expect([6, 5, 3, 2].map((limit) => fit(parts, limit).text)).toEqual(["aaaabb", "aabb", "aab", "ab"]);
});
