// The proofs take minutes, so they have a command of their own: pnpm e2e.
module.exports = { ...require("../../jest.base.js"), testPathIgnorePatterns: ["\\.e2e\\.spec\\.js$"] };
