module.exports = {
  ...require("../jest.base.js"),
  // The tests of a file are one story, told in order, on an emulator of its own. Most of its time a story waits for the
  // provider's timers, so there are more of them than processors; with still more, all of them only take longer.
  maxWorkers: 4,
  testSequencer: "<rootDir>/dist/sequencer.js",
  testTimeout: 45 * 60_000,
};
