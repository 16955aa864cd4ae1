import { contentHash, type BuildOptions, type SourceFile } from "./content-hash";

const file = (path: string, content: string, kind: SourceFile["kind"] = "file"): SourceFile => ({
  path,
  kind,
  content: Buffer.from(content),
});

const files = [file("Dockerfile", "FROM scratch"), file("src/main.js", "1")];
const options: BuildOptions = {
  dockerfile: "Dockerfile",
  platform: "linux/amd64",
  buildArgs: { A: "1", B: "2" },
};
const hash = contentHash(files, options);

test("is a tag which Docker takes, the same for the same files in any order", () => {
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(contentHash(files.toReversed(), { ...options, buildArgs: { B: "2", A: "1" } })).toBe(hash);
});

test.each<[string, SourceFile[], Partial<BuildOptions>]>([
  ["what a file holds", [file("Dockerfile", "FROM scratch"), file("src/main.js", "2")], {}],
  ["a file's name", [file("Dockerfile", "FROM scratch"), file("src/main2.js", "1")], {}],
  ["one more file", [...files, file("x", "")], {}],
  ["one file less", files.slice(0, 1), {}],
  [
    "that a file can be run",
    [file("Dockerfile", "FROM scratch"), file("src/main.js", "1", "executable")],
    {},
  ],
  ["that a file is a link", [file("Dockerfile", "FROM scratch"), file("src/main.js", "1", "link")], {}],
  ["the Dockerfile that is used", files, { dockerfile: "src/main.js" }],
  ["the platform", files, { platform: "linux/arm64" }],
  ["a build argument", files, { buildArgs: { A: "1", B: "3" } }],
  ["a build argument less", files, { buildArgs: { A: "1" } }],
])("is another for %s", (_what, changed, changedOptions) => {
  expect(contentHash(changed, { ...options, ...changedOptions })).not.toBe(hash);
});

test("keeps a name apart from what stands beside it", () => {
  const one = contentHash([file("a", ""), file("b", "")], options);
  const other = contentHash([file("a,b", "")], options);
  expect(one).not.toBe(other);
});
