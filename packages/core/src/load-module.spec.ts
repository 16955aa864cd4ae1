import { settingsMissing } from "./errors";
import { loadModule, runSettings } from "./load-module";

const failing = (error: unknown) => () =>
  runSettings("packages/shop/environments/dev.ts", () => {
    throw error;
  });

test("what code in settings throws is said with its file", () => {
  expect(failing(new TypeError("x is undefined\nmore"))).toThrow(
    "The code in packages/shop/environments/dev.ts fails: TypeError: x is undefined. Mend it",
  );
  expect(failing("a text")).toThrow("fails: a text.");
});

test("a sentence stays as it is", () => {
  expect(failing(settingsMissing("shop", "dev", "x.ts"))).toThrow("Layer shop has no settings");
});

test("a module which is not there", () => {
  expect(() => loadModule("/no/such/module", "environments/dev.ts")).toThrow(
    "The code in environments/dev.ts fails:",
  );
});
