import { addUp, skippedTests, totalLine } from "./test";

const results = {
  numPassedTests: 2,
  numFailedTests: 0,
  numPendingTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
};

test("sums up, a file that doesn't load as a failure", () => {
  const broken = { ...results, numPassedTests: 0, numRuntimeErrorTestSuites: 1 };
  expect(totalLine(addUp([results, broken, { ...results, numFailedTests: 1 }]))).toBe("4 passed, 2 failed");
});

test("names what was skipped", () => {
  const assertionResults = [
    { status: "passed", fullName: "one" },
    { status: "pending", fullName: "needs Docker: two" },
  ];
  const skipping = { ...results, numPendingTests: 1, testResults: [{ assertionResults }] };
  expect(totalLine(addUp([skipping]))).toBe("2 passed, 0 failed, 1 skipped");
  expect(skippedTests([skipping])).toEqual(["needs Docker: two"]);
});
