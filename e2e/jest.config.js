module.exports = {
  ...require("../jest.base.js"),
  // The tests of a file are one story, told in order; two files at once would only take turns on two cores.
  maxWorkers: 1,
  testTimeout: 15 * 60_000,
};
