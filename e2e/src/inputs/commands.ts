/** Wrong arguments and variables, each with what the answer must say. */

/** A call of `strata` which must be refused. */
export interface CommandCase {
  readonly args: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Parts of the answer. */
  readonly says: readonly string[];
}

const refused = (line: string, ...says: string[]): CommandCase => ({
  args: line === "" ? [] : line.split(" "),
  says,
});

/** Commands of which each takes options. */
const COMMANDS = [
  "demo",
  "doctor",
  "env",
  "bootstrap",
  "plan",
  "deploy",
  "destroy",
  "report",
  "drift",
  "comment",
  "lint",
  "status",
  "outputs",
  "affected",
  "settings",
  "graph",
  "test",
  "contracts check",
  "contracts update",
  "contracts graph",
  "contracts admit stack.json",
  "contracts pack --out packed",
  "owners",
  "policy",
  "state history registry",
  "state restore registry v1",
  "unlock registry",
  "local up",
  "local down",
  "local logs",
  "emulator start",
  "emulator stop",
  "emulator status",
];

/** Commands which work on an environment. */
const OF_AN_ENVIRONMENT = [
  "demo",
  "doctor",
  "bootstrap",
  "plan",
  "deploy",
  "destroy",
  "drift",
  "lint",
  "status",
  "outputs",
  "affected",
  "policy",
  "state history registry",
  "state restore registry v1",
  "unlock registry",
  "local up",
  "local down",
  "local logs",
];

/** Commands which take names of layers. */
const OF_LAYERS = ["plan", "deploy", "destroy", "drift", "lint", "outputs", "settings"];

const ODD_NAMES = [
  "",
  ".",
  "..",
  "../../etc/passwd",
  "index",
  "__proto__",
  "SBCNTR",
  "sbcntr ",
  "sbcntr.js",
  "-",
];

export const COMMAND_CASES: readonly CommandCase[] = [
  ...COMMANDS.flatMap((command) => [
    refused(`${command} --no-such-option`, "unknown option '--no-such-option'"),
    refused(`${command} --env`, "option '--env <name>' argument missing"),
  ]),
  ...OF_AN_ENVIRONMENT.flatMap((command) => [
    refused(`${command} --env nowhere`, 'There is no environment "nowhere"', "Known: devloop"),
    { ...refused(command, 'There is no environment "elsewhere"'), variables: { STRATA_ENV: "elsewhere" } },
  ]),
  ...ODD_NAMES.map((name) => ({
    args: ["status", `--env=${name}`],
    says: [`There is no environment "${name}"`],
  })),
  ...OF_LAYERS.flatMap((command) => [
    refused(`${command} nothing`, 'There is no layer "nothing"', "Known: network"),
    refused(`${command} network nothing`, 'There is no layer "nothing"'),
  ]),
  ...["foundation", "core", "../network", "network/", "Network", "@strata/network", "constructor", "*"].map(
    (name) => refused(`plan ${name}`, `There is no layer "${name}"`),
  ),
  ...[
    "bootstrap",
    "status",
    "affected",
    "graph",
    "contracts check",
    "emulator stop",
    "doctor",
    "owners",
    "policy registry",
    "state history registry",
    "state restore registry v1",
    "unlock registry",
    "contracts admit stack.json",
  ].map((command) => refused(`${command} surplus`, "too many arguments")),
  ...["policy", "state history", "unlock"].flatMap((command) =>
    ["nothing", "../network", "Network", "@strata/network", "constructor", "__proto__"].map((name) =>
      refused(`${command} ${name}`, `There is no layer "${name}"`, "Known: "),
    ),
  ),
  ...["state history", "unlock", "contracts admit", "state restore"].map((command) =>
    refused(command, "missing required argument"),
  ),
  refused("state restore registry", "missing required argument 'version'"),
  refused("state restore nothing v1", 'There is no layer "nothing"'),
  refused("state restore ../registry v1 --yes", 'There is no layer "../registry"'),
  refused("state", "Usage: strata state"),
  refused("state sideways", "unknown command 'sideways'"),
  refused("unlock registry --yes=no", "'--yes=no'"),
  refused("policy foundation", 'There is no layer "foundation"'),
  refused("policy images", "goes without the layer images", "packages/images/environments/sbcntr.ts"),
  ...["owner", "PLAN", ""].map((role) => ({
    args: ["policy", "registry", `--role=${role}`],
    says: ["Allowed choices are plan, deploy"],
  })),
  refused("contracts pack", "required option '--out <dir>' not specified"),
  refused("contracts pack nothing --out packed", 'There is no layer "nothing"'),
  refused("contracts pack network --out README.md", "--out", "README.md", "it is no folder"),
  refused("contracts pack network --out README.md/packed", "--out", "README.md/packed", "can't be written"),
  ...[["contracts", "pack"], ["plan"], ["drift"]].map((command) => ({
    args: [...command, "--out="],
    says: ["--out <dir>", "It must name a folder"],
  })),
  refused("contracts admit no/such/file.json", "no/such/file.json is not", "there is no such file"),
  refused("contracts admit packages", "packages is not", "it is a folder"),
  refused("contracts admit README.md", "README.md is not", "is not valid JSON"),
  refused("contracts admit package.json", "package.json is not", "//: "),
  ...["search", "acme/", "/search", "acme/search/x", "https://github.com/acme/search", "../search", ""].map(
    (name) => ({
      args: ["contracts", "admit", "package.json", `--repo=${name}`],
      says: [`"${name}" is no repository of GitHub`],
    }),
  ),
  refused("", "Usage: strata"),
  refused("no-such-command", "unknown command 'no-such-command'"),
  refused("contracts", "Usage: strata contracts"),
  refused("contracts nothing", "unknown command 'nothing'"),
  refused("local", "Usage: strata local"),
  refused("local sideways", "unknown command 'sideways'"),
  refused("emulator", "Usage: strata emulator"),
  refused("emulator restart", "unknown command 'restart'"),
  refused("deploy images", "goes without the layer images", "packages/images/environments/sbcntr.ts"),
  ...["0", "65536", "abc", "80.5", "-1", "", "1e9"].map((port) => ({
    args: ["emulator", "start", `--port=${port}`],
    says: ["a whole number from 1 to 65535"],
  })),
  ...["pdf", "", "JSON", "__proto__"].map((format) => ({
    args: ["report", `--format=${format}`],
    says: ["Allowed choices are text, markdown, html, json"],
  })),
  refused("graph --format dot", "Allowed choices are mermaid, svg, json"),
  refused("graph --output no/such/folder/graph.svg", "no/such/folder/graph.svg", "can't be written"),
  refused("report no/such/folder", "no/such/folder holds no plans"),
  refused("report package.json", "package.json holds no plans"),
  refused("report packages", "packages holds no plans"),
  refused("report", "There are no plans of sbcntr"),
  refused("report --env nowhere", 'There is no environment "nowhere"'),
  refused("deploy --reviewed no/such/folder", "no/such/folder holds no plans"),
  refused("deploy --reviewed README.md", "README.md holds no plans"),
  refused("deploy --reviewed", "option '--reviewed <dir>' argument missing"),
  refused("plan --out README.md registry", "README.md", "is no folder"),
  refused("plan --out README.md/plans registry", "README.md/plans", "can't be written"),
  refused("drift --out README.md registry", "README.md", "is no folder"),
  refused("comment", "Name its number: --pr 7"),
  ...["0", "-1", "x", "1.5", "1e3", "0x10", " 7", "99999999999999999999"].map((number) => ({
    args: ["comment", `--pr=${number}`],
    says: [`"${number}" is no number of a pull request`],
  })),
  refused("comment no/such/folder --pr 7", "no/such/folder holds no plans"),
  refused("comment --pr 7", "There are no plans of sbcntr"),
  ...["javascript:alert(1)", "example.com", "", "ftp://example.com", "https://"].map((url) => ({
    args: ["comment", "--pr=7", `--report-url=${url}`],
    says: ["--report-url", "no address of a page"],
  })),
  refused("drift --issues", "which repository of GitHub is meant"),
  ...[
    "platform",
    "acme/",
    "/platform",
    "acme/platform/x",
    "https://github.com/acme/platform",
    "acme/plat form",
  ].map((name) => ({
    args: ["drift", "--issues", `--repo=${name}`],
    says: [`"${name}" is no repository of GitHub`],
  })),
  {
    ...refused("drift --issues --repo acme/platform", "GITHUB_API_URL"),
    variables: { GITHUB_API_URL: "not a URL", GITHUB_TOKEN: "t" },
  },
  refused("drift --issues --repo acme/platform", "There is no token for GitHub"),
  refused("affected --base no-such-branch", "no-such-branch"),
  refused("affected --base --all", "--all"),
  refused("contracts check --base no-such-branch", "no-such-branch"),
  refused("init", "missing required argument 'environment'"),
  refused("init one two", "too many arguments"),
  ...["A", "x", "1st", "with_underscore", "a-name-which-is-much-too-long", "../up", "", "sb cntr"].map(
    (name) => ({
      args: ["init", "--yes", "--from", "sbcntr", "--", name],
      says: ["The environment must be 2 to 20 lower-case letters"],
    }),
  ),
  refused("init shop --yes", "--from doesn't say of which", "Known: devloop"),
  refused("init shop --yes --from nowhere", 'There is no environment "nowhere" to begin from'),
  refused("init sbcntr --yes --from devloop", "is there already", "environments/sbcntr.ts"),
  ...["12", "abc", "1234567890123", "", "123456789O12"].map((account) => ({
    args: ["init", "shop", "--yes", "--from=sbcntr", `--account=${account}`],
    says: ["The account must be the 12 digits"],
  })),
  ...["mars", "us-east", "AP-NORTHEAST-2", "ap-northeast-2a", ""].map((region) => ({
    args: ["init", "shop", "--yes", "--from=sbcntr", "--account=210987654321", `--region=${region}`],
    says: ["The region must be an AWS region"],
  })),
  ...["UPPER", "", "1st", "a-prefix-of-17-ch", "with.dot"].map((prefix) => ({
    args: [
      "init",
      "shop",
      "--yes",
      "--from=sbcntr",
      "--account=210987654321",
      "--region=eu-west-1",
      `--prefix=${prefix}`,
    ],
    says: ["The prefix must be at most 16"],
  })),
  ...["0.0.0.0/0", "10.0.0.0/8", "10.0.0.1/24", "everybody", "::/0", "300.1.1.1/32"].map((range) => ({
    args: [
      "init",
      "shop",
      "--yes",
      "--from=nginx-asg",
      "--account=210987654321",
      "--region=eu-west-1",
      "--domain=shop.example",
      `--administrator=${range}`,
    ],
    says: ["administrator must be"],
  })),
  ...["no domain", "UPPER.example", "com", "-a.example", "a..example"].map((domain) => ({
    args: [
      "init",
      "shop",
      "--yes",
      "--from=django-fargate",
      "--account=210987654321",
      "--region=eu-west-1",
      `--domain=${domain}`,
    ],
    says: ["domain must be"],
  })),
  refused(
    "init shop --yes --from sbcntr --account 123456789012 --region eu-west-1 --prefix sbcntr",
    'begin with "sbcntr" already',
  ),
  {
    ...refused("status", "AWS_ENDPOINT_URL", "not-a-url"),
    variables: { AWS_ENDPOINT_URL: "not-a-url" },
  },
  {
    ...refused("status", "Nothing answers at http://127.0.0.1:9"),
    variables: { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
  },
  ...["soon", "-1", ""].map((seconds) => ({
    ...refused("plan registry", "STRATA_LOCK_TIMEOUT", `"${seconds}"`),
    variables: { STRATA_LOCK_TIMEOUT: seconds },
  })),
  {
    ...refused("plan registry", "STRATA_PROVIDER_MIRROR", "no/such/mirror"),
    variables: { STRATA_PROVIDER_MIRROR: "no/such/mirror" },
  },
  {
    ...refused("emulator start", "STRATA_PYTHON", "no-such-python"),
    variables: { STRATA_PYTHON: "no-such-python" },
  },
];
