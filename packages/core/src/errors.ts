/**
 * Every error that Strata shows a person, as a named function.
 *
 * A message says what happened, the value that was given, what is allowed and what to do next. An error of
 * this file is the user's to mend, so it is shown without a stack trace; anything else is a defect of Strata.
 */

/** Exit codes of every command. */
export const ExitCode = {
  /** Everything that was asked for is done. */
  done: 0,
  /** Something failed on the way. */
  failed: 1,
  /** A plan found changes. */
  changes: 2,
  /** Wrong input, or a check before the work found a reason not to begin. Nothing was touched. */
  refused: 3,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Two full stops where a quoted text ends with one and the sentence around it with another. Paths such as `../..` are none. */
const TWO_STOPS = /(?<=[\w)"'`\]])\.\.(?=\s|$)/g;

/** An error whose message is written for the person who runs Strata. */
export class StrataError extends Error {
  constructor(
    /** A stable name for scripts, as in `--json` output. */
    readonly code: string,
    message: string,
    readonly exitCode: ExitCode = ExitCode.refused,
  ) {
    super(message.replace(TWO_STOPS, "."));
    this.name = "StrataError";
  }
}

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

const plural = (count: number, noun: string, ending = "s"): string =>
  `${count} ${noun}${count === 1 ? "" : ending}`;

const settingsFile = (layer: string, environment: string): string =>
  `packages/${layer}/environments/${environment}.ts`;

// The machine -----------------------------------------------------------------------------------------------

export const terraformMissing = (required: string): StrataError =>
  new StrataError(
    "terraform-missing",
    `Terraform was not found on the PATH. Strata needs ${required}. ` +
      "Install it from https://developer.hashicorp.com/terraform/install, or run ./strata, which fetches a pinned release.",
  );

export const terraformTooOld = (path: string, found: string, required: string): StrataError =>
  new StrataError(
    "terraform-too-old",
    `${path} is Terraform ${found}; Strata needs ${required} for state locking in S3. ` +
      "Upgrade it, or run ./strata, which fetches a pinned release.",
  );

export const terraformNotFetched = (url: string, reason: string): StrataError =>
  new StrataError(
    "terraform-not-fetched",
    `Terraform was not found on the PATH, and could not be fetched from ${url}: ${reason}. ` +
      "Install it from https://developer.hashicorp.com/terraform/install, " +
      "or name a mirror of https://releases.hashicorp.com/terraform in STRATA_TERRAFORM_RELEASES.",
  );

export const providerNotFound = (provider: string, version: string, looked: readonly string[]): StrataError =>
  new StrataError(
    "provider-not-found",
    `The Terraform provider ${provider} ${version} is neither in the Terraform registry (not reachable from here) ` +
      `nor in a filesystem mirror. Looked in: ${list(looked)}. ` +
      "Connect to the internet, or set STRATA_PROVIDER_MIRROR to a folder which holds it in " +
      `registry.terraform.io/${provider}.`,
  );

export const providerUntrusted = (provider: string, version: string, layer: string): StrataError =>
  new StrataError(
    "provider-untrusted",
    `The Terraform provider ${provider} ${version} which was found for ${layer} is not the one that was released: its checksum ` +
      "is none of those in packages/core/src/provider-checksums.ts. Nothing of it was run. Look where it comes from " +
      "(./strata doctor says so). If it is right, and of another platform or release, add its checksum: docs/supply-chain.md.",
  );

export const mirrorMissing = (folder: string): StrataError =>
  new StrataError(
    "mirror-missing",
    `STRATA_PROVIDER_MIRROR is ${folder}, and there is no such folder. Name one which holds registry.terraform.io/..., or unset it.`,
  );

export const pythonMissing = (found: readonly string[]): StrataError =>
  new StrataError(
    "python-missing",
    "The embedded AWS needs Python 3.10 or newer with the venv module, and none was found. " +
      `Found: ${list(found)}. Install python3 (Debian: apt-get install python3-venv), or name one in STRATA_PYTHON.`,
  );

export const portTaken = (port: number): StrataError =>
  new StrataError(
    "port-taken",
    `Port ${port} on 127.0.0.1 is used by another program, so the embedded AWS can't start there. ` +
      "Stop that program, or choose another port: ./strata emulator start --port 5567.",
  );

export const emulatorNotInstalled = (venv: string, reason: string): StrataError =>
  new StrataError(
    "emulator-not-installed",
    `The embedded AWS could not be installed into ${venv}:\n${reason}\n` +
      "It needs PyPI, or a mirror of it in pip's configuration. Mend that and run the command again.",
    ExitCode.failed,
  );

export const emulatorDidNotStart = (logFile: string, lastLines: string): StrataError =>
  new StrataError(
    "emulator-did-not-start",
    `The embedded AWS did not start. Its log is ${logFile}; the last lines are:\n${lastLines}`,
    ExitCode.failed,
  );

export const emulatorNotRunning = (): StrataError =>
  new StrataError(
    "emulator-not-running",
    "The embedded AWS is not running. Start it with: ./strata emulator start.",
  );

export const emulatorGone = (url: string, layer: string, environment: string): StrataError =>
  new StrataError(
    "emulator-gone",
    `The embedded AWS at ${url} stopped answering while ${layer} was at work. It keeps nothing over a restart, ` +
      `so start again with: ./strata demo. (Environment ${environment}; its log is in .strata/emulator.)`,
    ExitCode.failed,
  );

/** @param need what needs it, as the beginning of a sentence: `strata local` */
export const dockerMissing = (need: string, host: string, reason: string): StrataError =>
  new StrataError(
    "docker-missing",
    `${need} needs Docker, and none answers at ${host}: ${reason}. Install Docker (https://docs.docker.com/get-docker) ` +
      "and start it, or name another one in DOCKER_HOST.",
  );

export const tflintMissing = (): StrataError =>
  new StrataError(
    "tflint-missing",
    "tflint was not found on the PATH, and strata lint needs it. Install it: brew install tflint, " +
      "or go install github.com/terraform-linters/tflint@v0.64.0, " +
      "or a release from https://github.com/terraform-linters/tflint/releases.",
  );

export const checkovNotInstalled = (venv: string, reason: string): StrataError =>
  new StrataError(
    "checkov-not-installed",
    `checkov could not be installed into ${venv}:\n${reason}\n` +
      "It needs PyPI, or a mirror of it in pip's configuration. Mend that and run strata lint again.",
  );

export const lintToolFailed = (tool: string, layer: string, reason: string): StrataError =>
  new StrataError("lint-tool-failed", `${tool} came to no result on ${layer}:\n${reason}`, ExitCode.failed);

// The account -----------------------------------------------------------------------------------------------

export const noCredentials = (reason: string): StrataError =>
  new StrataError(
    "no-credentials",
    `No AWS credentials: ${reason}. Sign in (aws sso login, or set AWS_PROFILE), ` +
      'or use the embedded AWS: ./strata emulator start && eval "$(./strata env)".',
  );

export const wrongAccount = (environment: string, expected: string, actual: string): StrataError =>
  new StrataError(
    "wrong-account",
    `The AWS credentials belong to account ${actual}, but environment ${environment} is account ${expected}. ` +
      `Use credentials of ${expected}, or name the environment of ${actual} with --env.`,
  );

export const stateBucketMissing = (bucket: string, environment: string): StrataError =>
  new StrataError(
    "state-bucket-missing",
    `The state bucket ${bucket} of environment ${environment} does not exist. ` +
      `Make it once with: ./strata bootstrap --env ${environment}.`,
  );

export const endpointSilent = (url: string): StrataError =>
  new StrataError(
    "endpoint-silent",
    `Nothing answers at ${url}, which AWS_ENDPOINT_URL names. Start the embedded AWS with ./strata emulator start ` +
      'and then eval "$(./strata env)", or unset AWS_ENDPOINT_URL to work with AWS itself.',
  );

export const endpointWrong = (value: string): StrataError =>
  new StrataError(
    "endpoint-wrong",
    `AWS_ENDPOINT_URL is "${value}", which is no URL. It must be such as http://127.0.0.1:5566 ` +
      '(eval "$(./strata env)" sets it), or unset to work with AWS itself.',
  );

export const awsRefused = (what: string, reason: string): StrataError =>
  new StrataError("aws-refused", `AWS refused ${what}: ${reason}.`, ExitCode.failed);

/**
 * @param words what AWS says itself
 * @param ahead by how many minutes the clock is ahead of AWS's; undefined where AWS has not said
 */
export const clockOff = (words: string, ahead: number | undefined): StrataError =>
  new StrataError(
    "clock-off",
    "AWS refuses what this machine signs, because the machine's clock is " +
      (ahead === undefined
        ? "another one than AWS's"
        : `${plural(Math.abs(ahead), "minute")} ${ahead < 0 ? "behind" : "ahead of"} AWS's`) +
      `. Set the clock (on Linux: timedatectl set-ntp true), and run the same command again. ${words}`,
    ExitCode.failed,
  );

// Names and settings ----------------------------------------------------------------------------------------

export const unknownEnvironment = (name: string, known: readonly string[]): StrataError =>
  new StrataError(
    "unknown-environment",
    `There is no environment "${name}". Known: ${list(known)}. ` +
      "Choose one with --env or STRATA_ENV, or begin a new one: ./strata init.",
  );

export const unknownBlueprint = (name: string | undefined, known: readonly string[]): StrataError =>
  new StrataError(
    "unknown-blueprint",
    (name === undefined
      ? "A new environment begins as a copy, and --from doesn't say of which. "
      : `There is no environment "${name}" to begin from. `) + `Known: ${list(known)}.`,
  );

export const filesExist = (environment: string, files: readonly string[]): StrataError =>
  new StrataError(
    "files-exist",
    `Nothing was written, because some of ${environment} is there already: ${list(files)}. ` +
      "Choose another name, or remove these files.",
  );

export const prefixTaken = (prefix: string, account: string, environment: string): StrataError =>
  new StrataError(
    "prefix-taken",
    `Names of environment ${environment}, in the same account ${account}, begin with "${prefix}" already, ` +
      "and roles and buckets would meet. Choose another prefix: --prefix.",
  );

export const wrongOption = (option: string, given: string, message: string): StrataError =>
  new StrataError("wrong-option", `The ${option} ${message} (given: "${given}").`);

export const optionMissing = (option: string, text: string, proposal: string | undefined): StrataError =>
  new StrataError(
    "option-missing",
    `Without a terminal to ask on, --${option} must say: ${text}.` +
      (proposal === undefined ? "" : ` With --yes it would be ${proposal}.`),
  );

export const cancelled = (): StrataError => new StrataError("cancelled", "Cancelled. Nothing was written.");

export const unknownLayer = (name: string, known: readonly string[]): StrataError =>
  new StrataError("unknown-layer", `There is no layer "${name}". Known: ${list(known)}.`);

export const settingsMissing = (layer: string, environment: string, file: string): StrataError =>
  new StrataError(
    "settings-missing",
    `Layer ${layer} has no settings for environment ${environment}: ${file} does not exist. ` +
      "Copy the file of another environment and adapt it.",
  );

export const layerLeftOut = (layer: string, environment: string): StrataError =>
  new StrataError(
    "layer-left-out",
    `Environment ${environment} goes without the layer ${layer}, which is optional: ` +
      `there is no ${settingsFile(layer, environment)}. Write it, and the layer belongs to the environment.`,
  );

/** @param uses what the reader wants of it, such as `images.web` */
export const leftOutLayerRead = (
  reader: string,
  uses: readonly string[],
  producer: string,
  environment: string,
): StrataError =>
  new StrataError(
    "left-out-layer-read",
    `${reader} reads ${list(uses)} of ${producer}, and environment ${environment} goes without the layer ${producer}: ` +
      `there is no ${settingsFile(producer, environment)}. ` +
      `Write it, or take what needs it out of ${settingsFile(reader, environment)}.`,
  );

export const settingsSectionMissing = (file: string, begin: string, end: string): StrataError =>
  new StrataError(
    "settings-section-missing",
    `${file} has no place for the settings. Put the lines ${begin} and ${end} where they belong, and run it again.`,
  );

export const graphSectionMissing = (file: string, begin: string, end: string): StrataError =>
  new StrataError(
    "graph-section-missing",
    `${file} has no place for the graph of the layers. Put the lines ${begin} and ${end} where it belongs, and run it again.`,
  );

export const environmentLacks = (
  environment: string,
  what: "domain" | "administrators",
  layer: string,
  because: string,
): StrataError =>
  new StrataError(
    "environment-lacks",
    `The environment ${environment} has no ${what}, and the ${layer} layer needs it: ${because}. ` +
      `Set ${what} in environments/${environment}.ts.`,
  );

export const certificateElsewhere = (
  layer: string,
  environment: string,
  setting: string,
  arn: string,
  region: string,
): StrataError =>
  new StrataError(
    "certificate-elsewhere",
    `${setting} is ${arn}, but a load balancer takes certificates of its own region only, which is ${region}. ` +
      `Name one of ${region} in packages/${layer}/environments/${environment}.ts, ` +
      "or let the network layer make one and give its name.",
  );

export const resourceNotFound = (
  layer: string,
  type: string,
  path: string,
  known: readonly string[],
): StrataError =>
  new StrataError(
    "resource-not-found",
    `The ${layer} layer has no ${type} at "${path}". It has them at: ${list(known)}. ` +
      `Name one of these in the layer's customize.`,
  );

/** One wrong setting: where it is in the file, and what is the matter with it. */
export interface SettingIssue {
  /** For example `subnetGroups.db.cidrs[1]`. */
  readonly path: string;
  readonly message: string;
}

export const wrongSettings = (file: string, issues: readonly SettingIssue[]): StrataError =>
  new StrataError(
    "wrong-settings",
    `${file}: ${plural(issues.length, "wrong setting")}.\n` +
      issues
        .map(({ path, message }) => `  ${path === "" ? "(the whole file)" : path}: ${message}`)
        .join("\n"),
  );

// Layers and contracts --------------------------------------------------------------------------------------

export const layerNotDeployed = (reader: string, producer: string, environment: string): StrataError =>
  new StrataError(
    "layer-not-deployed",
    `${reader} reads ${producer}, and ${producer} is not deployed in ${environment}. ` +
      `Deploy it first: ./strata deploy ${producer} --env ${environment}.`,
  );

export const contractTooOld = (
  reader: string,
  needed: { name: string; version: number },
  deployed: number,
  environment: string,
): StrataError =>
  new StrataError(
    "contract-too-old",
    `${reader} needs version ${needed.version} of the ${needed.name} contract, ` +
      `but version ${deployed} is deployed in ${environment}. ` +
      `Deploy ${needed.name} first: ./strata deploy ${needed.name} --env ${environment}.`,
  );

export const contractTooNew = (
  reader: string,
  needed: { name: string; version: number },
  deployed: number,
  environment: string,
): StrataError =>
  new StrataError(
    "contract-too-new",
    `${reader} was built for version ${needed.version} of the ${needed.name} contract, ` +
      `but version ${deployed} is deployed in ${environment}. ` +
      "Update this checkout, so that both use the same contract.",
  );

export const contractFieldMissing = (
  reader: string,
  producer: string,
  fields: readonly string[],
  environment: string,
): StrataError =>
  new StrataError(
    "contract-field-missing",
    `${reader} reads ${list(fields)} from ${producer}, which the ${producer} that is deployed in ${environment} ` +
      `does not publish. Deploy it first (./strata deploy ${producer} --env ${environment}), ` +
      "or correct the name in the settings.",
  );

/** A value which is deployed otherwise than the contract of its reader says. Kinds are those of contracts, such as `list`. */
export interface OtherKind {
  /** For example `subnet_ids.db`. */
  readonly path: string;
  readonly expected: string;
  readonly deployed: string;
}

export const contractKindDiffers = (
  reader: string,
  { name, version }: { name: string; version: number },
  values: readonly OtherKind[],
  environment: string,
): StrataError =>
  new StrataError(
    "contract-kind-differs",
    `${reader} needs of ${name} ${values.map(({ path, expected }) => `${path} as a ${expected}`).join(", ")}, but ` +
      `the ${name} that is deployed in ${environment} publishes ` +
      `${values.map(({ path, deployed }) => `${path} as a ${deployed}`).join(", ")}. Both call their contract version ` +
      `${version}, so it was changed without raising the version. Deploy ${name} of this checkout first ` +
      `(./strata deploy ${name} --env ${environment}), or update this checkout, ` +
      `so that both use the same contract; and raise its version in packages/${name}/src/contract.ts.`,
  );

export const readersStillDeployed = (
  layer: string,
  readers: readonly string[],
  environment: string,
): StrataError =>
  new StrataError(
    "readers-still-deployed",
    `${layer} is still read by ${list(readers)} in ${environment}, which would break without it. ` +
      `Destroy them in the same run: ./strata destroy ${[...readers, layer].join(" ")} --env ${environment}.`,
  );

export const notPublished = (
  reader: string,
  path: string,
  producer: string,
  environment: string,
  known: readonly string[],
): StrataError =>
  new StrataError(
    "not-published",
    `${reader} reads ${path} of ${producer}, which ${producer} does not publish in ${environment}; ` +
      `at that place it publishes: ${list(known)}. ` +
      `Correct the name in ${settingsFile(reader, environment)}, or add it to ${settingsFile(producer, environment)}.`,
  );

export const tooFewValues = (
  reader: string,
  need: { path: string; count: number; why: string },
  producer: string,
  environment: string,
  given: number,
): StrataError =>
  new StrataError(
    "too-few-values",
    `${reader} needs at least ${need.count} of ${need.path} of ${producer} ${need.why}, ` +
      `and in ${environment} there ${given === 1 ? "is" : "are"} ${given}. ` +
      `Choose another in ${settingsFile(reader, environment)}, or add to it in ${settingsFile(producer, environment)}.`,
  );

export const tooFewAddresses = (
  producer: string,
  path: string,
  offered: number,
  needs: readonly { readonly layer: string; readonly count: number }[],
  environment: string,
): StrataError =>
  new StrataError(
    "too-few-addresses",
    `${path} of ${producer} has ${plural(offered, "free IPv4 address", "es")} in ${environment}, and ` +
      `${needs.map(({ layer, count }) => `${layer} may take ${count}`).join(", ")} of them` +
      `${needs.length > 1 ? `: ${needs.reduce((sum, { count }) => sum + count, 0)} together` : ""}. ` +
      `Give it larger ranges in ${settingsFile(producer, environment)}, ` +
      `or let less run there: ${needs.map(({ layer }) => settingsFile(layer, environment)).join(", ")}.`,
  );

export const otherEnvironmentAtWork = (
  environment: string,
  other: { readonly environment: string; readonly command: string; readonly pid: number },
): StrataError =>
  new StrataError(
    "other-environment-at-work",
    `${other.command} of environment ${other.environment} is at work in this checkout (process ${other.pid}), ` +
      `and ${environment} would be synthesized into the same folders. Wait for its end, ` +
      "or use another checkout (git worktree add).",
  );

export const layerRefused = (layer: string, sentence: string): StrataError =>
  new StrataError("layer-refused", `${layer}: ${sentence}`);

/** Several reasons not to begin, as one error. */
export const together = (errors: readonly [StrataError, ...StrataError[]]): StrataError =>
  errors.length === 1
    ? errors[0]
    : new StrataError(
        "several-problems",
        `${plural(errors.length, "reason")} not to begin:\n${errors.map(({ message }) => `- ${message}`).join("\n")}`,
      );

// Plans -----------------------------------------------------------------------------------------------------

export const notAPlanFolder = (directory: string): StrataError =>
  new StrataError(
    "not-a-plan-folder",
    `${directory} holds no plans. Make some with: ./strata plan --out ${directory}.`,
  );

export const plansUnreadable = (file: string, reason: string): StrataError =>
  new StrataError(
    "plans-unreadable",
    `${file} is not what this version of Strata writes for a plan: ${reason}. Plan again into a fresh folder.`,
  );

export const producerNotPlanned = (layer: string, producer: string, message: string): StrataError =>
  new StrataError(
    "producer-not-planned",
    `${layer} reads ${producer}, which could not be planned: ${message}`,
    ExitCode.failed,
  );

export const producerDeployedSince = (layer: string, producer: string, environment: string): StrataError =>
  new StrataError(
    "producer-deployed-since",
    `${layer} reads ${producer}, which was deployed to ${environment} after its plan in this folder was made. ` +
      `Plan ${producer} again, and then ${layer}.`,
  );

export const plansOfAnother = (
  layer: string,
  what: "commit" | "environment",
  given: string,
  wanted: string,
): StrataError =>
  new StrataError(
    "plans-of-another",
    `The plan of ${layer} in this folder is of ${what} ${given}, and this is ${wanted}. ` +
      "Take a fresh folder, or plan that layer again too.",
  );

export const plannedTwice = (layer: string, directories: readonly string[]): StrataError =>
  new StrataError(
    "planned-twice",
    `${layer} is in more than one of the folders: ${list(directories)}. Give each layer's plan once.`,
  );

export const whatIfNotSynthesized = (layer: string, reason: string): StrataError =>
  new StrataError(
    "what-if-not-synthesized",
    `${layer} could not be synthesized with the planned outputs of the layers that it reads:\n${reason}`,
    ExitCode.failed,
  );

// Contracts in the repository ---------------------------------------------------------------------------------

/** A change of a contract which breaks those who read it. */
export interface ContractBreak {
  readonly producer: string;
  /** Of the producer. */
  readonly owner: string;
  /** Where the contract changed: `vpc_id`, `services.*.arn`; empty when the layer itself is gone. */
  readonly field: string;
  /** The type it had, in words such as "map of lists"; empty where it is not known. */
  readonly was: string;
  /** The type it has; null when it is gone. */
  readonly is: string | null;
  /** New fields at the same place and of the same type: the likely new names of one that is gone. */
  readonly renamedTo: readonly string[];
  readonly readers: readonly {
    readonly reader: string;
    readonly owner: string;
    readonly uses: readonly string[];
  }[];
  readonly version: { readonly was: number; readonly is: number | null };
  /** Which lock says that it is used: its name, for people. */
  readonly lock: string;
}

export const contractBroken = (broken: ContractBreak): StrataError =>
  new StrataError(
    "contract-broken",
    [
      `${breakInWords(broken)}, and other layers use it:`,
      ...broken.readers.map(({ reader, owner, uses }) => `  ${reader} (${owner}) uses ${uses.join(", ")}`),
      `So says ${broken.lock}. What is deployed of them needs it until they are deployed again without it.`,
      ...(broken.version.is === broken.version.was
        ? [`The contract still calls itself version ${broken.version.was}, though it is not what it was.`]
        : []),
      "Do it in two steps, each merged and deployed before the next:",
      ...twoSteps(broken),
    ].join("\n"),
    ExitCode.failed,
  );

/** `vpc_id` is `vpcId` in the sources, and what `subnet_ids.*` is made of stands at `subnetIds`. */
const codeName = (path: string): string =>
  (path.split(".").findLast((name) => name !== "*") ?? path).replace(/_([a-z])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );

function breakInWords({ producer, owner, field, was, is, renamedTo }: ContractBreak): string {
  if (field === "") return `The layer ${producer} (${owner}) is gone`;
  const [newName, ...others] = renamedTo;
  if (is !== null) return `${producer} (${owner}) changes ${field} from a ${was} to a ${is}`;
  const what = `${field}${was === "" ? "" : `, a ${was}`}`;
  if (newName === undefined) return `${producer} (${owner}) no longer publishes ${what}`;
  return others.length === 0
    ? `${producer} (${owner}) renames ${what}, to ${newName}`
    : `${producer} (${owner}) renames ${what}, it seems to one of ${renamedTo.join(", ")}`;
}

function twoSteps({ producer, field, is, renamedTo, readers }: ContractBreak): string[] {
  const who = readers.map(({ reader }) => reader).join(" and ");
  const lets = `let ${who}`;
  const file = `packages/${producer}/src/contract.ts`;
  const update = "Run ./strata contracts update.";
  if (field === "") {
    return [
      `  1. ${lets[0]?.toUpperCase()}${lets.slice(1)} no longer read ${producer}. ${update}`,
      `  2. In a change of its own, remove the layer ${producer}. ${update}`,
    ];
  }
  const name = codeName(field);
  const isReplaced = is !== null || renamedTo.length > 0;
  const added = is === null ? codeName(renamedTo[0] ?? "") : "a field of the new type";
  const first = isReplaced
    ? `In ${file}, keep ${name} as it was and add ${added} beside it; publish both, and ${lets} use the new one.`
    : `${lets[0]?.toUpperCase()}${lets.slice(1)} stop using it, and keep it in ${file} until then.`;
  return [
    `  1. ${first} ${update}`,
    `  2. In a change of its own, remove ${name} from ${file} and raise the contract's version. ${update}`,
  ];
}

export const contractsUpdateRefused = (breaks: readonly StrataError[]): StrataError =>
  new StrataError(
    "contracts-update-refused",
    `${breaks.map(({ message }) => message).join("\n\n")}\n\ncontracts.lock.json was not written: ` +
      "it can't take this change as long as it says that the field is used.",
  );

export const contractsOutOfDate = (lines: readonly string[]): StrataError =>
  new StrataError(
    "contracts-out-of-date",
    "No reader is broken, but the locks are not what the layers publish, use and have to have access to:\n" +
      `${lines.map((line) => `  ${line}`).join("\n")}\nRun ./strata contracts update and commit what it writes.`,
    ExitCode.failed,
  );

export const contractsLockMissing = (file: string): StrataError =>
  new StrataError(
    "contracts-lock-missing",
    `There is no ${file}, which says what each layer publishes and who uses it. ` +
      "If it was lost, take it back from git; else make it with ./strata contracts update.",
  );

export const lockFileConflict = (where: string): StrataError =>
  new StrataError(
    "lock-file-conflict",
    `${where} has the marks of a merge conflict. Take the side of the branch that you merge into whole ` +
      `(git checkout origin/main -- ${where}), then run ./strata contracts update, which adds what your change brings.`,
  );

export const lockFileBroken = (where: string, reason: string): StrataError =>
  new StrataError(
    "lock-file-broken",
    `${where} can't be read: ${reason}. It is written by ./strata contracts update, never by hand. ` +
      "Take it back from git, and run that.",
  );

export const lockFileUnknown = (where: string, version: unknown, known: number): StrataError =>
  new StrataError(
    "lock-file-unknown",
    `${where} is a file of version ${JSON.stringify(version)}, and this Strata knows version ${known} only. ` +
      "Use the Strata which wrote it: update this checkout.",
  );

export const accessLockMissing = (file: string): StrataError =>
  new StrataError(
    "access-lock-missing",
    `There is no ${file}, which says what the role of each layer has to have access to. ` +
      "If it was lost, take it back from git; else make it with ./strata contracts update.",
  );

export const accessUnknown = (environment: string, known: readonly string[], file: string): StrataError =>
  new StrataError(
    "access-unknown",
    `${file} does not say what the layers of the environment ${environment} have to have access to; ` +
      `it does for: ${list(known)}. Run ./strata contracts update, and commit the file.`,
  );

export const stackUnreadable = (file: string, reason: string): StrataError =>
  new StrataError(
    "stack-unreadable",
    `${file} is not the synthesized stack of a layer: ${reason}. ` +
      "Name the file that its synth writes: cdktf.out/stacks/<layer>/cdk.tf.json.",
  );

export const readerBroken = (file: string, reason: string): StrataError =>
  new StrataError(
    "reader-broken",
    `${file} can't be read: ${reason}. It is written by ./strata contracts admit, never by hand. ` +
      "Take it back from git, or remove it and run that.",
  );

export const readerNameTaken = (layer: string, layers: readonly string[]): StrataError =>
  new StrataError(
    "reader-name-taken",
    `This repository has a layer "${layer}" itself, and two can't have one state. ` +
      `Give the other one a name which is none of: ${list(layers)}.`,
  );

export const readerNotServed = (
  reader: string,
  producer: { readonly name: string; readonly owner: string },
  built: number,
  published: number,
  missing: readonly string[],
): StrataError =>
  new StrataError(
    "reader-not-served",
    `${reader} was made with version ${built} of the contract of ${producer.name} (${producer.owner}), which is at version ${published}` +
      `${missing.length === 0 ? "" : ` and does not publish ${missing.join(", ")}`}. ` +
      `Take the package of that contract which is made of this checkout (./strata contracts pack ${producer.name} --out DIR), ` +
      `build and synthesize ${reader} with it, and admit that.`,
  );

export const readersElsewhereDeployed = (
  layer: string,
  readers: readonly { readonly reader: string; readonly owner: string }[],
  environment: string,
): StrataError =>
  new StrataError(
    "readers-elsewhere-deployed",
    `${layer} is still read in ${environment}, from repositories of their own, by ` +
      `${list(readers.map(({ reader, owner }) => `${reader} (${owner})`))}, which would break without it. ` +
      "Let the owners destroy them first.",
  );

export const contractUnreadable = (file: string, reason: string): StrataError =>
  new StrataError(
    "contract-unreadable",
    `The contract in ${file} can't be read: ${reason}. It must export what defineContract gives, ` +
      "under the name of its layer, and import nothing but @strata/core and files beside it.",
  );

export const settingsNotCompiled = (compilerErrors: readonly string[]): StrataError =>
  new StrataError(
    "settings-not-compiled",
    `Settings can't be compiled:\n${compilerErrors.map((line) => `  ${line}`).join("\n")}\n` +
      "Line and column are in brackets. ./strata settings shows what may be set.",
  );

/** @param reason what the code in the file threw */
export const settingsNotLoaded = (file: string, reason: string): StrataError =>
  new StrataError(
    "settings-not-loaded",
    `The code in ${file} fails: ${reason}. Mend it; ./strata settings shows what may be set.`,
  );

export const layersNotBuilt = (compilerErrors: readonly string[], log: string): StrataError =>
  new StrataError(
    "layers-not-built",
    `The layers can't be built, so what they use of contracts is not known:\n` +
      `${compilerErrors.map((line) => `  ${line}`).join("\n")}\nThe whole log is ${log}.`,
    ExitCode.failed,
  );

// Deploying what was reviewed -------------------------------------------------------------------------------

export const whatIfNeverApplied = (
  layers: readonly string[],
  directory: string,
  environment: string,
): StrataError =>
  new StrataError(
    "what-if-never-applied",
    `A what-if plan can never be applied, and ${directory} holds such plans of ${list(layers)}: ` +
      "they were made with plan --what-if, to be looked at only. Plan into a fresh folder " +
      `(./strata plan --out <dir> --env ${environment}), have that reviewed, and deploy it.`,
  );

export const driftNeverApplied = (layers: readonly string[], directory: string): StrataError =>
  new StrataError(
    "drift-never-applied",
    `${directory} holds what strata drift found in ${list(layers)}, which is nothing to deploy. ` +
      "Name a folder which strata plan --out wrote.",
  );

export const reviewedForAnother = (
  layer: string,
  given: string,
  environment: string,
  directory: string,
): StrataError =>
  new StrataError(
    "reviewed-for-another",
    `The plan of ${layer} in ${directory} is of environment ${given}, and this is ${environment}. ` +
      `Deploy it with --env ${given}, or name the folder of ${environment}.`,
  );

export const notReviewed = (
  layers: readonly string[],
  directory: string,
  known: readonly string[],
): StrataError =>
  new StrataError(
    "not-reviewed",
    `There is no plan of ${list(layers)} in ${directory}; there are plans of: ${list(known)}. ` +
      "Only what was reviewed is deployed: name layers of these, or plan the others into that folder and have them reviewed.",
  );

export const reviewedNotPlanned = (layer: string, message: string): StrataError =>
  new StrataError(
    "reviewed-not-planned",
    `${layer} could not be planned when it was reviewed, so there is nothing to deploy of it: ${message}`,
  );

export const reviewedFilesDiffer = (layer: string, directory: string): StrataError =>
  new StrataError(
    "reviewed-files-differ",
    `The files of ${layer} in ${directory} don't belong together: plan.json does not do what layer.json says. ` +
      "One of them was changed or comes from another plan or another version of Strata. Plan again into a fresh folder.",
  );

/** How a plan differs from what was reviewed. */
export interface DifferenceFromReviewed {
  readonly subject: string;
  readonly path?: string;
  readonly reviewed: string;
  readonly actual: string;
}

const MOST_DIFFERENCES = 30;

/** @param why why it was planned again, in words */
export const notAsReviewed = (
  layer: string,
  environment: string,
  why: string,
  differences: readonly DifferenceFromReviewed[],
): StrataError => {
  const more = differences.length - MOST_DIFFERENCES;
  const lines = differences
    .slice(0, MOST_DIFFERENCES)
    .map(
      ({ subject, path, reviewed, actual }) =>
        `  ${subject}${path === undefined ? "" : `, ${path}`}: reviewed: ${reviewed}; now: ${actual}`,
    );
  return new StrataError(
    "not-as-reviewed",
    `${layer} was planned again (${why}), and its plan is not what was reviewed. Nothing of ${layer} was changed. ` +
      `${plural(differences.length, "difference")}:\n` +
      [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n") +
      `\nPlan it anew and have that reviewed: ./strata plan ${layer} --out <dir> --env ${environment}.`,
  );
};

// Workflows -------------------------------------------------------------------------------------------------

export const noMergeBase = (base: string, shallow: boolean): StrataError =>
  new StrataError(
    "no-merge-base",
    `This checkout${shallow ? ", a shallow one," : ""} and ${base} have no commit in common, ` +
      "so it can't be said what has changed between them. Fetch the whole history and its branches: fetch-depth: 0 for " +
      "actions/checkout, GIT_DEPTH: 0 in GitLab CI, git fetch --unshallow elsewhere. " +
      "Or name another commit or branch with --base.",
  );

export const affectedUnknown = (reason: string): StrataError =>
  new StrataError(
    "affected-unknown",
    `Turborepo could not say which layers are affected:\n${reason}`,
    ExitCode.failed,
  );

// GitHub ----------------------------------------------------------------------------------------------------

export const githubTokenMissing = (): StrataError =>
  new StrataError(
    "github-token-missing",
    "There is no token for GitHub. Set GITHUB_TOKEN or GH_TOKEN; " +
      "in a workflow: env: { GITHUB_TOKEN: ${{ github.token }} }.",
  );

export const githubRepositoryUnknown = (given: string | undefined): StrataError =>
  new StrataError(
    "github-repository-unknown",
    given === undefined
      ? "It is not known which repository of GitHub is meant. Name it: --repo OWNER/NAME, or set GITHUB_REPOSITORY."
      : `"${given}" is no repository of GitHub. It must be OWNER/NAME, such as --repo acme/platform.`,
  );

export const githubApiWrong = (given: string): StrataError =>
  new StrataError(
    "github-api-wrong",
    `GITHUB_API_URL is "${given}", which is no URL. It is https://api.github.com, ` +
      "or https://HOST/api/v3 for GitHub Enterprise Server.",
  );

export const pullRequestUnknown = (given: string | undefined): StrataError =>
  new StrataError(
    "pull-request-unknown",
    given === undefined
      ? "It is not known which pull request is meant. Name its number: --pr 7."
      : `"${given}" is no number of a pull request. Name it like this: --pr 7.`,
  );

export const githubSilent = (api: string, reason: string): StrataError =>
  new StrataError(
    "github-silent",
    `GitHub's API does not answer at ${api}: ${reason}. Look at GITHUB_API_URL and at the network, and run it again.`,
    ExitCode.failed,
  );

export const githubTokenRefused = (api: string, reason: string): StrataError =>
  new StrataError(
    "github-token-refused",
    `GitHub at ${api} does not know the token: ${reason}. It is wrong, expired, or of another GitHub. ` +
      "Set GITHUB_TOKEN or GH_TOKEN anew.",
  );

export const githubNotAllowed = (
  request: string,
  reason: string,
  permissions: string | undefined,
): StrataError =>
  new StrataError(
    "github-not-allowed",
    `GitHub refused ${request}: ${reason}. The token lacks the right` +
      `${permissions === undefined ? "" : ` (${permissions})`}. In a workflow, give the job ` +
      "permissions: { pull-requests: write } for comments and { issues: write } for issues; " +
      "the token of a pull request from a fork can only read.",
  );

export const githubRepositoryNotFound = (repository: string, api: string): StrataError =>
  new StrataError(
    "github-repository-not-found",
    `There is no repository ${repository} at ${api}, or the token may not see it: GitHub answers both with "Not Found". ` +
      "Correct --repo or GITHUB_REPOSITORY, or give the token access to the repository.",
  );

export const pullRequestNotFound = (repository: string, number: number): StrataError =>
  new StrataError(
    "pull-request-not-found",
    `${repository} has no pull request ${number} which the token may see. ` +
      "Correct --pr (an issue is no pull request), or give the token the right to read pull requests.",
  );

export const conversationLocked = (request: string): StrataError =>
  new StrataError(
    "conversation-locked",
    `GitHub refused ${request}, because the conversation is locked. Unlock it, ` +
      "or use the token of somebody who may write to the repository.",
  );

export const issuesDisabled = (repository: string): StrataError =>
  new StrataError(
    "issues-disabled",
    `${repository} has no issues: they are switched off in its settings. ` +
      "Switch them on, or leave --issues out.",
  );

export const githubRateLimited = (until: string, reason: string): StrataError =>
  new StrataError(
    "github-rate-limited",
    `GitHub asks to wait ${until}: ${reason}. Run it again after that.`,
    ExitCode.failed,
  );

export const githubFailed = (request: string, status: number | undefined, reason: string): StrataError =>
  new StrataError(
    "github-failed",
    `GitHub failed at ${request}${status === undefined ? "" : ` (${status})`}: ${reason}. Run it again.`,
    ExitCode.failed,
  );

// State -----------------------------------------------------------------------------------------------------

/** Who holds a state lock; the times are ISO 8601. */
export interface LockHolder {
  readonly id: string;
  readonly who: string;
  readonly operation: string;
  readonly created: string;
  /** What the holder says of itself besides. */
  readonly info?: string;
}

/** A lock which can't be read is somebody's all the same. */
const whose = ({ who, operation, id, created }: LockHolder): string =>
  id === ""
    ? `somebody whose lock can't be read, since ${created}`
    : `${who} since ${created} (${operation}, lock ${id})`;

export const stateLocked = (layer: string, environment: string, holder: LockHolder): StrataError =>
  new StrataError(
    "state-locked",
    `The state of ${layer} in ${environment} is locked by ${whose(holder)}. Wait until that run has ended. ` +
      `If it is certain that it runs no more, unlock with: ./strata unlock ${layer} --env ${environment}`,
    ExitCode.failed,
  );

export const lockTimeoutWrong = (value: string): StrataError =>
  new StrataError(
    "lock-timeout-wrong",
    `STRATA_LOCK_TIMEOUT is "${value}". It must be a number of seconds to wait for somebody else's state lock, such as 30.`,
  );

/** @param process what was found alive, such as `Terraform, process 4711` */
export const lockHolderAlive = (
  layer: string,
  environment: string,
  holder: LockHolder,
  process: string,
): StrataError =>
  new StrataError(
    "lock-holder-alive",
    `The state of ${layer} in ${environment} is locked by ${whose(holder)}, and that is at work on this machine: ` +
      `${process}. Nothing was unlocked. Wait for its end, or interrupt it; it releases the lock itself.`,
  );

export const lockChanged = (layer: string, environment: string): StrataError =>
  new StrataError(
    "lock-changed",
    `The lock of ${layer} in ${environment} is not the one any more that was shown, so it was left alone. ` +
      `Look again: ./strata unlock ${layer} --env ${environment}`,
  );

/** How to look at the earlier versions of a state and to bring one back. */
const historyOf = (layer: string, environment: string): string =>
  `Its versions: ./strata state history ${layer} --env ${environment}. ` +
  `Bring one back: ./strata state restore ${layer} VERSION --env ${environment}`;

/** The environment and the layer of a state's key: `<environment>/<layer>.tfstate`. */
function ownerOf(key: string): [environment: string, layer: string] {
  const [environment = "", layer = ""] = key.replace(/\.tfstate$/, "").split("/");
  return [environment, layer];
}

/** @param key the object's key, `<environment>/<layer>.tfstate` */
export const stateUnreadable = (key: string, reason: string): StrataError => {
  const [environment, layer] = ownerOf(key);
  return new StrataError(
    "state-unreadable",
    `The state ${key} can't be read: ${reason}. Nothing was changed. ${historyOf(layer, environment)}`,
  );
};

/**
 * @param key the object's key, `<environment>/<layer>.tfstate`
 * @param words what AWS says itself
 */
export const stateForbidden = (key: string, words: string): StrataError => {
  const [environment, layer] = ownerOf(key);
  return new StrataError(
    "state-forbidden",
    `AWS doesn't let these credentials reach ${key}, the state of ${layer} in ${environment}. The roles of ${layer} reach it, ` +
      "and those of a layer which has an edge to it read it. Either these are the credentials for another layer, " +
      `or the edge is newer than the role: then ./strata bootstrap --env ${environment} renews it. ` +
      `What the roles of a layer may do: ./strata policy LAYER --env ${environment}. ${words}`,
    ExitCode.failed,
  );
};

export const stateDeleted = (
  layer: string,
  environment: string,
  deleted: string,
  before: { readonly version: string; readonly resources: number },
): StrataError =>
  new StrataError(
    "state-deleted",
    `The state of ${layer} in ${environment} was deleted at ${deleted}, and held ${plural(before.resources, "resource")} ` +
      "until then. Without it they would be made once more, so nothing was done. " +
      `Bring it back: ./strata state restore ${layer} ${before.version} --env ${environment}. ` +
      "(If its resources are gone too and it shall begin anew, remove its versions from the bucket.)",
  );

/** What a state says of its own history: how often it was written, and of which history it is. */
export interface StateOrigin {
  readonly version: string;
  readonly serial: number;
  readonly lineage: string;
}

/** Which of two versions of a state is right is a person's decision: how to keep either. */
const restoreEither = (layer: string, environment: string, earlier: string, present: string): string =>
  `If the earlier one is right: ./strata state restore ${layer} ${earlier} --env ${environment}. ` +
  `If the present one is: ./strata state restore ${layer} ${present} --env ${environment}`;

export const stateOfOtherLineage = (
  layer: string,
  environment: string,
  present: StateOrigin,
  before: StateOrigin & { readonly resources: number },
): StrataError =>
  new StrataError(
    "state-of-other-lineage",
    `The state of ${layer} in ${environment} is not the one that was there before: its lineage is ${present.lineage}, ` +
      `and that of version ${before.version} is ${before.lineage}, which holds ${plural(before.resources, "resource")}. ` +
      "Those would be made once more, so nothing was done. " +
      restoreEither(layer, environment, before.version, present.version),
  );

export const stateWentBack = (
  layer: string,
  environment: string,
  present: StateOrigin,
  before: StateOrigin,
): StrataError =>
  new StrataError(
    "state-went-back",
    `The state of ${layer} in ${environment} is older than it was: serial ${present.serial} was written over serial ` +
      `${before.serial}. What was done between these is not in it and might be done once more, so nothing was done. ` +
      restoreEither(layer, environment, before.version, present.version),
  );

export const stateVersionUnknown = (
  version: string,
  layer: string,
  environment: string,
  known: number,
): StrataError =>
  new StrataError(
    "state-version-unknown",
    `The state of ${layer} in ${environment} has no version "${version}". ` +
      (known === 0
        ? "It has none at all: the layer was never deployed."
        : `It has ${known}; choose one of: ./strata state history ${layer} --env ${environment}`),
  );

export const stateVersionUnusable = (version: string, key: string, reason: string): StrataError =>
  new StrataError(
    "state-version-unusable",
    `Version ${version} of ${key} can't be brought back: ${reason}. Nothing was changed. Choose another one.`,
  );

export const stateChanged = (layer: string, environment: string): StrataError =>
  new StrataError(
    "state-changed",
    `The state of ${layer} in ${environment} was written by somebody else meanwhile, so what was shown does not hold ` +
      `any more. Nothing was changed. Look again: ./strata state history ${layer} --env ${environment}`,
  );

export const confirmationMissing = (what: string): StrataError =>
  new StrataError(
    "confirmation-missing",
    `Without a terminal to ask on, --yes must say that this is wanted: ${what}. Nothing was changed.`,
  );

/** @param reason the system's own words: `ENOSPC: no space left on device, write` */
export const fileRefused = (reason: string): StrataError =>
  new StrataError(
    "file-refused",
    `This machine refused a file: ${reason}. Make room on the disk, or make the folder writable. Then run the same ` +
      "command again: what was done in AWS is in the layers' states, and it goes on from there.",
    ExitCode.failed,
  );

export const interrupted = (layer: string): StrataError =>
  new StrataError(
    "interrupted",
    `${layer} was interrupted. What was done is in its state; running the same command again goes on.`,
    ExitCode.failed,
  );

export const terraformFailed = (
  layer: string,
  phase: string,
  diagnostics: string,
  log: string,
): StrataError =>
  new StrataError(
    "terraform-failed",
    `terraform ${phase} of ${layer} failed:\n${diagnostics}\nThe whole log is ${log}.`,
    ExitCode.failed,
  );

export const workerKilled = (layer: string, environment: string): StrataError =>
  new StrataError(
    "worker-killed",
    `The work on ${layer} in ${environment} was killed before its end. What was done is in its state; ` +
      "running the same command again goes on.",
    ExitCode.failed,
  );

export const turboFailed = (lastLines: string, log: string): StrataError =>
  new StrataError(
    "turbo-failed",
    `Turborepo could not run the layers. The last lines of ${log} are:\n${lastLines}`,
    ExitCode.failed,
  );

export const foundationReplaced = (addresses: readonly string[], environment: string): StrataError =>
  new StrataError(
    "foundation-replaced",
    `Bootstrapping ${environment} would remove and make anew: ${list(addresses)}. ` +
      "Whatever is encrypted with a removed key or kept in a removed bucket is lost, so nothing was done. " +
      "Make what is there fit the foundation's settings by hand, or let the environment use other names.",
  );

// Reports ---------------------------------------------------------------------------------------------------

export const noPlans = (environment: string): StrataError =>
  new StrataError(
    "no-plans",
    `There are no plans of ${environment} in .strata/runs. Make some with: ./strata plan --env ${environment}, ` +
      "or name a folder of plans: ./strata report DIR.",
  );

export const findingsUnreadable = (file: string, reason: string): StrataError =>
  new StrataError(
    "findings-unreadable",
    `${file} does not hold findings: ${reason}. It must be what ./strata lint --json prints.`,
  );

/** @param option which names the place, such as `--output` */
export const notWritable = (option: string, path: string, reason: string): StrataError =>
  new StrataError(
    "not-writable",
    `${option} is ${path}, which can't be written: ${reason}. Name a place in a folder that is there.`,
  );

export const notAWebAddress = (option: string, value: string): StrataError =>
  new StrataError(
    "not-a-web-address",
    `${option} is ${JSON.stringify(value)}, which is no address of a page. Give one which begins with https:// or http://.`,
  );

export const planNotReadable = (file: string, reason: string): StrataError =>
  new StrataError(
    "plan-not-readable",
    `${file} is not a plan as JSON: ${reason}. It must be what terraform show -json prints of a plan file; ` +
      "./strata plan writes it.",
  );

export const planFormatUnknown = (file: string, version: string): StrataError =>
  new StrataError(
    "plan-format-unknown",
    `${file} is a plan of format ${version}. Strata reads format 1, which Terraform has written since 0.12 ` +
      "(https://developer.hashicorp.com/terraform/internals/json-format). Plan with such a Terraform.",
  );

// Images ----------------------------------------------------------------------------------------------------

export const buildContextMissing = (directory: string): StrataError =>
  new StrataError(
    "build-context-missing",
    `${directory} is no folder, so no image can be built from it. ` +
      "Correct `context` of the image in the settings: a folder from the root of the repository.",
  );

export const dockerfileMissing = (directory: string, dockerfile: string): StrataError =>
  new StrataError(
    "dockerfile-missing",
    `${directory} holds no ${dockerfile}, so no image can be built from it. ` +
      "Write one, or name another in `dockerfile` of the image's settings.",
  );

// The local platform ----------------------------------------------------------------------------------------

export const localSettingsMissing = (
  environment: string,
  file: string,
  known: readonly string[],
): StrataError =>
  new StrataError(
    "local-settings-missing",
    `Environment ${environment} has no settings for this machine: ${file} does not exist. ` +
      `Environments which have them: ${list(known)}. Write the file (packages/local/README.md), or choose one with --env.`,
  );

export const localImageUnknown = (
  service: string,
  repository: string,
  known: readonly string[],
  file: string,
): StrataError =>
  new StrataError(
    "local-image-unknown",
    `Service ${service} runs an image of the repository ${repository}, and ${file} does not say how it is built ` +
      `(it does for: ${list(known)}). Add it: images: { "${repository}": { context: "apps/..." } }.`,
  );

export const localReferenceUnknown = (
  service: string,
  kind: "database" | "cache",
  name: string,
  known: readonly string[],
  file: string,
): StrataError =>
  new StrataError(
    "local-reference-unknown",
    `Service ${service} uses the ${kind} ${name}, which ${file} does not have (it has: ${list(known)}). Correct one of them.`,
  );

export const localSecretsMissing = (missing: readonly string[], file: string): StrataError =>
  new StrataError(
    "local-secrets-missing",
    `Containers take secrets from Parameter Store or Secrets Manager, and ${file} has no value for ${list(missing)}. ` +
      'Write it as JSON, with values for this machine: { "<name>": "<value>" }.',
  );

export const localSecretsUnreadable = (file: string, reason: string): StrataError =>
  new StrataError(
    "local-secrets-unreadable",
    `${file} is not read: ${reason}. It must be JSON with a text for each name: { "<name>": "<value>" }.`,
  );

export const localBusy = (environment: string, command: string, pid: number): StrataError =>
  new StrataError(
    "local-busy",
    `./strata local ${command} is at work on ${environment} already (process ${pid}). Wait for its end, or interrupt it.`,
  );

export const localPortTaken = (port: number, file: string): StrataError =>
  new StrataError(
    "local-port-taken",
    `Port ${port} on 127.0.0.1 is used by another program, so the load balancer can't be reached there. ` +
      `Stop that program, or set another \`port\` in ${file}.`,
  );

export const localSilent = (url: string, what: string): StrataError =>
  new StrataError(
    "local-silent",
    `Everything runs, but ${url} does not answer: ${what}. Look at ./strata local logs, and run ./strata local up again.`,
    ExitCode.failed,
  );

export const localLeftovers = (left: readonly string[]): StrataError =>
  new StrataError(
    "local-leftovers",
    `Docker still has ${list(left)}. Run ./strata local down again; if they stay, something else uses them.`,
    ExitCode.failed,
  );

export const localPartUnknown = (name: string, known: readonly string[]): StrataError =>
  new StrataError(
    "local-part-unknown",
    `Nothing of that name runs: "${name}". ` +
      (known.length === 0 ? "Start the platform with ./strata local up." : `Known: ${list(known)}.`),
  );

export const localNotUp = (environment: string): StrataError =>
  new StrataError(
    "local-not-up",
    `Nothing of ${environment} runs on this machine. Start it with: ./strata local up --env ${environment}.`,
  );

// Roles of the layers ------------------------------------------------------------------------------------------

export const accessTypeUnknown = (type: string, layer: string, environment: string): StrataError =>
  new StrataError(
    "access-type-unknown",
    `Layer ${layer} has a ${type} in ${environment}, and nothing says which rights in AWS that needs. ` +
      "Add the type to packages/core/src/access/aws-actions.ts, run ./strata contracts update, and look at what " +
      `./strata policy ${layer} --env ${environment} shows.`,
  );
