import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      "**/.next/",
      "**/next-env.d.ts",
      "**/cdktf.out/",
      "**/.venv/",
      "**/.strata/",
      "**/jest.config.js",
      "jest.base.js",
      // It has packages of its own. The story layer-elsewhere installs them, and compiles it.
      "examples/",
    ],
  },
  eslint.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise that nobody waits for is work that can be lost without a word.
      "@typescript-eslint/no-floating-promises": "error",
      // A construct is made for its effect on the tree.
      "no-new": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      // It asks for "!", which another rule forbids: "as string" says what is known.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // Numbers read well in messages.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-restricted-syntax": [
        "error",
        {
          // The whole provider takes seconds to load; a resource by its path takes milliseconds.
          selector: "ImportDeclaration[source.value='@cdktf/provider-aws']",
          message: "Import the resource by its path: @cdktf/provider-aws/lib/<resource>.",
        },
        {
          selector: "ImportDeclaration[source.value='@cdktf/provider-docker']",
          message: "Import the resource by its path: @cdktf/provider-docker/lib/<resource>.",
        },
      ],
    },
  },
);
