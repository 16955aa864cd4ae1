import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { keepTable, LAYERS } from "./results";
import { Strata, succeeded } from "./strata";
import { CHANGES, SAME_AGAIN, type Change } from "./what-if-changes";
import { cells, prove, type Proof } from "./what-if-proof";

const HEAD = ["change", "edited in", ...LAYERS, "the same"];

let strata: Strata;
const rows: string[][] = [];

beforeAll(async () => {
  strata = await Strata.create();
  succeeded(await strata.run("bootstrap"));
});

afterAll(async () => {
  await strata.remove();
});

async function proofOf({ what, layers, edit }: Change): Promise<Proof> {
  edit(strata.checkout);
  const proof = await prove(strata);
  rows.push([what, layers.join(", "), ...cells(proof)]);
  return proof;
}

describe("from an empty account", () => {
  let proof: Proof;

  test("the what-if of all layers is what their deployment does", async () => {
    proof = await proofOf({ what: "everything, in an empty account", layers: LAYERS, edit: () => undefined });
    expect(proof.whatIf.exitCode).toBe(2);
    expect(proof.planned).toEqual(proof.done);
    for (const layer of LAYERS) expect(proof.done[layer]?.length).toBeGreaterThan(0);
  });

  test("nothing of it can be applied: no plan file and no stack is left", () => {
    const { whatIf } = proof;
    expect(whatIf.layers.map(({ planFile }) => planFile)).toEqual(LAYERS.map(() => undefined));
    const files = readdirSync(whatIf.plans ?? "", { recursive: true, encoding: "utf8" });
    expect(files).toContain(join("services", "layer.json"));
    expect(files.filter((file) => file.endsWith(".tfplan"))).toEqual([]);
    const folder = join(strata.checkout.root, ".strata/what-if");
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });
});

describe("on a deployed platform, the what-if is what the deployment does", () => {
  test.each(CHANGES.map((change) => [change.what, change] as const))("%s", async (_, change) => {
    const { planned, done } = await proofOf(change);
    expect(planned).toEqual(done);
    expect(Object.values(done).flat()).not.toEqual([]);
  });
});

describe("where only AWS knows that a value stays the same", () => {
  test("the what-if says all that the deployment does, and more", async () => {
    const { planned, done } = await proofOf(SAME_AGAIN);
    expect(planned.registry).toEqual(done.registry);
    for (const layer of LAYERS)
      expect(planned[layer]).toEqual(expect.arrayContaining([...(done[layer] ?? [])]));
    expect(planned).not.toEqual(done);
  });
});

test("the table in docs/what-if.md is what was seen", () => {
  keepTable("docs/what-if.md", "what-if", [HEAD, ...rows]);
});
