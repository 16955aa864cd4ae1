import { awsAt, type Aws } from "./aws";
import type { Checkout } from "./checkout";
import { faults, NO_FAULTS } from "./lint";
import { Results } from "./results";
import { expectNoLeak, SecretSearch } from "./secrets";
import { plannedChanges, type RunJson, Strata, succeeded } from "./strata";
import { tagAll } from "./tagging";

/** What must be so, by a title: what to look at through the AWS API, and what is expected of it. */
export type Facts = Readonly<
  Record<string, readonly [look: (aws: Aws) => Promise<unknown>, expected: unknown]>
>;

/** A change of settings, and what it comes to. */
export interface Variant {
  readonly title: string;
  /** Edits the settings, as a person would. */
  readonly edit: (checkout: Checkout) => void;
  readonly facts: Facts;
}

/** A blueprint and what it must come to. */
export interface Blueprint {
  /** Its environment. */
  readonly name: string;
  /** What is in the account before, made by somebody else. Returns what removes it. */
  readonly before?: (aws: Aws, checkout: Checkout) => Promise<() => Promise<void>>;
  readonly facts: Facts;
  /** Each one changes what stands. */
  readonly variants: readonly Variant[];
  /** More tests, while it stands as it is. */
  readonly more?: (strata: () => Strata) => void;
}

interface StatusJson {
  readonly layers: readonly { readonly layer: string; readonly resources: number }[];
}

/** Registers the tests of a blueprint: it is deployed, looked at, planned, linted, changed, destroyed, and gone. */
export function testBlueprint({ name, before, facts, variants, more }: Blueprint): void {
  const results = new Results(name);
  let strata: Strata;
  let aws: Aws;
  let secrets: SecretSearch;
  let removeOthers = (): Promise<void> => Promise.resolve();
  /** What the next tests need to be there. */
  let isDeployed = false;

  beforeAll(async () => {
    strata = await Strata.create({ STRATA_ENV: name });
    aws = awsAt(strata.emulator.url);
    secrets = new SecretSearch(strata);
    if (before !== undefined) removeOthers = await before(aws, strata.checkout);
  });

  afterAll(async () => {
    await strata.remove();
  });

  /** Deploys all layers, and looks at what then is there. */
  const standsWith = (title: string, expected: Facts): void => {
    test("deploys", async () => {
      isDeployed = false;
      expect(failuresOf(await strata.runJson("deploy"))).toEqual([]);
      const { layers } = JSON.parse((await strata.run("status", "--json")).stdout) as StatusJson;
      const counts = new Map(layers.map(({ layer, resources }) => [layer, resources]));
      results.add(`${title}: resources`, (layer) => String(counts.get(layer) ?? 0));
      isDeployed = true;
    });

    const standing = (title: string, look: () => Promise<void>): void => {
      test(title, async () => {
        if (!isDeployed) throw new Error("not looked at, as the deployment failed");
        await look();
      });
    };

    for (const [fact, [look, value]] of Object.entries(expected)) {
      standing(fact, async () => {
        expect(await look(aws)).toEqual(value);
      });
    }

    standing("plans empty", async () => {
      const changes = plannedChanges(await strata.runJson("plan"));
      expect(changes).toEqual([]);
      results.add(`${title}: second plan`, () => "empty");
    });
  };

  describe(`${name} as it is`, () => {
    test("has a state bucket", async () => {
      succeeded(await strata.run("bootstrap"));
    });

    standsWith("as it is", facts);
    more?.(() => strata);

    test("has no fault that is not waived with a reason", async () => {
      // Its plans are the next test's as well, so they change something.
      const untag = tagAll(strata.checkout, "services", name);
      const found = await faults(strata).finally(untag);
      expect(found).toEqual(NO_FAULTS);
    });

    test("keeps its secrets in AWS: none is in a state, a plan, a log, a report or the comment", async () => {
      await secrets.showPlans();
      expectNoLeak(await secrets.search());
    });
  });

  for (const { title, edit, facts: changed } of variants) {
    describe(`${name} with ${title}`, () => {
      test("takes the settings", () => {
        edit(strata.checkout);
      });

      standsWith(title, changed);
    });
  }

  describe(`${name} at its end`, () => {
    test("has kept its secrets through all changes", async () => {
      expectNoLeak(await secrets.search());
    });

    test("is destroyed, and leaves nothing", async () => {
      if (before !== undefined) {
        // What others have made can only go when nothing stands in it any more, and must be gone before AWS is asked.
        expect(failuresOf(await strata.runJson("destroy"))).toEqual([]);
        await removeOthers();
      }
      const { exitCode, stderr } = await strata.run("demo", "--destroy");
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr: expect.stringMatching(/Nothing: none of \d+ kinds of resources/) as string,
      });
      results.add("destroys", () => "yes");
      results.add("left over", () => "nothing");
    });

    test("is in docs/blueprints.md as it was seen here", () => {
      results.compare();
    });
  });
}

const failuresOf = ({ layers }: RunJson): string[] =>
  layers
    .filter(({ status }) => status !== "done")
    .map(({ layer, status, error }) => `${layer} ${status}: ${error?.message ?? ""}`);
