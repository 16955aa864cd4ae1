import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { discoverLayers, loadLayer, ROOT, type LayerPackage } from "../workspace";
import { lockedContractOf } from "./lock";
import { sourceContracts } from "./sources";

const layers = discoverLayers();

test("the sources of all layers say what is built of them", () => {
  const built = layers.map(
    (layer) => [layer.name, lockedContractOf(loadLayer(layer).publishes, "")] as const,
  );
  expect(sourceContracts(ROOT, layers)).toEqual(Object.fromEntries(built));
});

describe("a contract of its own", () => {
  let root: string;
  // Beside this file, so that @strata/core is found.
  beforeEach(() => (root = mkdtempSync(join(__dirname, "sources-"))));
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const read = (files: Readonly<Record<string, string>>): unknown => {
    mkdirSync(join(root, "src"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, "src", name), text);
    const layer = { ...(layers[0] as LayerPackage), name: "own", directory: root };
    return sourceContracts(root, [layer]).own?.fields;
  };

  const refused = (message: RegExp): unknown =>
    expect.objectContaining({
      code: "contract-unreadable",
      exitCode: 3,
      message: expect.stringMatching(message) as string,
    });

  test("is read though its types are wrong, and with what it imports from beside it", () => {
    expect(
      read({
        "contract.ts": `import { defineContract, map } from "@strata/core";
          import { id } from "./id";
          const wrong: number = "text";
          export const ownContract = defineContract("own", wrong, { vpcId: id, all: map(id) });`,
        "id.ts": 'import { string } from "@strata/core"; export const id = string("An ID.");',
      }),
    ).toEqual({ all: { map: "string" }, vpc_id: "string" });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["no file", {}, /src\/contract\.ts can't be read: there is no such file/],
    ["no code", { "contract.ts": "export const = 1" }, /src\/contract\.ts can't be read/],
    [
      "the name of another layer",
      {
        "contract.ts": `import { defineContract } from "@strata/core";
          export const c = defineContract("other", 1, {});`,
      },
      /exports no contract "own"/,
    ],
    [
      "an unknown package",
      { "contract.ts": 'import x from "no-such-package"; export default x;' },
      /no-such-package/,
    ],
  ])("%s is refused in a sentence", (_, files, message) => {
    expect(() => read(files)).toThrow(refused(message) as Error);
  });
});
