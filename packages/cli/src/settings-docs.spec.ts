import { settingsTable } from "@strata/core";
import { layerApp } from "./platform";
import { settingsSection, writtenSection } from "./settings-docs";
import { discoverLayers } from "./workspace";

const layers = discoverLayers().map((layer) => ({ layer, rows: settingsTable(layerApp(layer).schema) }));

test("a setting is a line: code as code, words as words", () => {
  expect(
    settingsSection("network", [
      { path: "rules[].port", type: "whole number", default: undefined, meaning: "A <port>." },
      { path: "a.<name>", type: '"x" or "y"', default: '"x"', meaning: "" },
      { path: "b", type: "text", default: "none", meaning: "One | two, of `a|b`." },
    ]).split("\n\n")[3],
  ).toBe(
    [
      "| setting | type | default | meaning |",
      "| --- | --- | --- | --- |",
      "| `rules[].port` | whole number | **must be set** | A \\<port\\>. |",
      '| `a.<name>` | "x" or "y" | `"x"` |  |',
      "| `b` | text | none | One \\| two, of `a\\|b`. |",
    ].join("\n"),
  );
});

describe.each(layers.map(({ layer, rows }) => ({ name: layer.name, layer, rows })))(
  "$name",
  ({ name, layer, rows }) => {
    test("says what each of its settings means", () => {
      // Mend it with `.describe()` in src/settings.ts of the layer.
      expect(rows.filter(({ meaning }) => meaning === "").map(({ path }) => path)).toEqual([]);
    });

    test(`has the same in its README; if not: ./strata settings ${name} --write`, () => {
      expect(writtenSection(layer)).toBe(settingsSection(name, rows));
    });
  },
);
