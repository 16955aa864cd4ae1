// Tests are compiled with the app and run from dist: what is tested is what is used.
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/dist"],
  testMatch: ["**/*.spec.js"],
  // A test that fails half-way leaves a server behind, which would hold jest up for good.
  forceExit: true,
};
