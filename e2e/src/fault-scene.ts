import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { ListPoliciesCommand } from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { awsAt, REGION, type Aws } from "./aws";
import { FaultyAws } from "./faulty-aws";
import { forgetObjects } from "./forget-objects";
import { NETWORK_ID, networkIds } from "./network-facts";
import { LAYERS } from "./results";
import { Strata, succeeded, type RunJson } from "./strata";

export const BUCKET = "sbcntr-tfstate-123456789012-ap-northeast-2";
/** The state of the registry layer. */
export const KEY = "sbcntr/registry.tfstate";

/** Layers of sbcntr without an edge between them. The small one is what most faults are tried on. */
export type Layer = "registry" | "network";

/** What the registry layer makes, by kind; what is not named has no name that AWS would refuse a second time. */
export interface Made {
  /** Keys have no name. */
  readonly keys: number;
  readonly aliases: number;
  readonly repositories: number;
  readonly policies: number;
}

/** Everything of the layer, once. */
export const ONCE: Made = { keys: 1, aliases: 1, repositories: 2, policies: 2 };
/** The exit code of a plan which would change something. */
const HAS_CHANGES = 2;

const NOTHING: Made = { keys: 0, aliases: 0, repositories: 0, policies: 0 };
const KINDS = Object.keys(ONCE) as (keyof Made)[];

/** The resources in its state then. */
export const RESOURCES = 10;

/** What faults have cost, counted in AWS and in the state. */
export interface Damage {
  /** What the layer should have, and AWS or the state has not; or what AWS has, and no state knows. */
  readonly lost: number;
  /** What AWS has more of than the layer should have. */
  readonly twice: number;
}

export const NO_DAMAGE: Damage = { lost: 0, twice: 0 };

export const sumOf = (all: readonly Damage[]): Damage => ({
  lost: sum(all.map(({ lost }) => lost)),
  twice: sum(all.map(({ twice }) => twice)),
});

/** The head of a table of faults. */
export const SETTLED = ["fault", "times", "lost", "made twice", "what was said", "next run"];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

interface State {
  readonly lineage: string;
  readonly serial: number;
  readonly resources: readonly {
    readonly mode: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** How a run ended, and what it said to a person. */
export interface Said {
  readonly exitCode: number;
  readonly sentences: readonly string[];
  readonly notices: readonly string[];
}

/** A process that works for a checkout. */
export interface Worker {
  readonly pid: number;
  readonly name: ProcessName;
}

export const PROCESSES = ["strata", "turbo", "worker", "terraform", "provider"] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** Strata with a foundation, an emulator, and a proxy between the two that can spoil what they say to each other. */
export class FaultScene {
  readonly seed = Number(process.env.STRATA_FAULTS_SEED ?? Math.floor(Math.random() * 1e9));
  readonly random = randomFrom(this.seed);
  private readonly aws: Aws;
  private readonly s3: S3Client;
  private readonly kms: KMSClient;
  /** The states as they were when they were looked at last. */
  private readonly seen = new Map<Layer, Pick<State, "lineage" | "serial">>();

  private constructor(
    readonly strata: Strata,
    readonly proxy: FaultyAws,
  ) {
    const { url: endpoint } = strata.emulator;
    const config = {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
    this.aws = awsAt(endpoint);
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.kms = new KMSClient(config);
  }

  static async create(): Promise<FaultScene> {
    const direct = await Strata.create();
    const proxy = await FaultyAws.start(direct.emulator.url);
    const strata = direct.with({ AWS_ENDPOINT_URL: proxy.url });
    succeeded(await strata.run("bootstrap"));
    return new FaultScene(strata, proxy);
  }

  async remove(): Promise<void> {
    await this.proxy.stop();
    await this.strata.remove();
  }

  /** Works on a layer and reads what was said. It must be sentences, whatever happened. */
  async run(
    command: "plan" | "deploy" | "destroy",
    layer: Layer = "registry",
    strata = this.strata,
  ): Promise<Said> {
    const { exitCode, stdout, stderr } = await strata.run(command, layer, "--json");
    // What is refused before a layer is touched names none.
    const { layers = [] } = stdout === "" ? {} : (JSON.parse(stdout) as Partial<RunJson>);
    const failed = exitCode !== 0 && !(command === "plan" && exitCode === HAS_CHANGES);
    const errors = layers.flatMap(({ error }) => (error === undefined ? [] : [error]));
    const sentences =
      errors.length > 0 ? errors.map(({ message }) => message) : failed ? [stderr.trim()] : [];
    for (const text of [...sentences, ...errors.map(({ code }) => code)]) {
      // A stack trace of Node.js, a defect of Strata, or a panic.
      if (/\n\s+at .*:\d+:\d+|^defect$|^panic:/m.test(text))
        throw new Error(`Not a sentence (seed ${this.seed}):\n${text}`);
    }
    if (failed && sentences.join("") === "") throw new Error(`Nothing was said (seed ${this.seed}).`);
    return { exitCode, sentences, notices: layers.flatMap(({ notices }) => notices) };
  }

  /** Deploys, and looks whether everything is there once. */
  async deploysOnce(): Promise<Damage> {
    const { exitCode, sentences } = await this.run("deploy");
    const [made, resources] = [await this.made(), await this.state()];
    const lacking = KINDS.map((kind) => ONCE[kind] - made[kind]);
    const damage = {
      lost: sum(lacking.map((number) => Math.max(number, 0))) + Math.max(RESOURCES - resources, 0),
      twice: sum(lacking.map((number) => Math.max(-number, 0))),
    };
    const { seed } = this;
    expect({ seed, exitCode, sentences, made, resources, damage }).toEqual({
      seed,
      exitCode: 0,
      sentences: [],
      made: ONCE,
      resources: RESOURCES,
      damage: NO_DAMAGE,
    });
    return damage;
  }

  /** Destroys, and looks whether nothing is left: no resource, no lock, no process. */
  async destroysAll(): Promise<Damage> {
    const { exitCode, sentences } = await this.run("destroy");
    const [made, resources] = [await this.made(), await this.state()];
    const damage = { lost: sum(KINDS.map((kind) => made[kind])), twice: 0 };
    const [locks, processes, { seed }] = [await this.locks(), this.processes(), this];
    expect({ seed, exitCode, sentences, made, resources, locks, processes, damage }).toEqual({
      seed,
      exitCode: 0,
      sentences: [],
      made: NOTHING,
      resources: 0,
      locks: [],
      processes: [],
      damage: NO_DAMAGE,
    });
    return damage;
  }

  /**
   * Looks what faults have cost: the next deployment makes everything once, and the next destruction leaves nothing.
   * @param times how many faults reached a run
   * @param said what a person was told
   * @param others what was counted meanwhile
   * @returns the row of a table with the head `SETTLED`
   */
  async settle(fault: string, times: number, said: string, others: Damage = NO_DAMAGE): Promise<string[]> {
    const { lost, twice } = sumOf([others, await this.deploysOnce(), await this.destroysAll()]);
    const next = "goes on: everything once, and destroyed to nothing";
    return [fault, String(times), String(lost), String(twice), said, next];
  }

  /** What AWS has of the layer. */
  async made(): Promise<Made> {
    const { Keys = [] } = await this.kms.send(new ListKeysCommand({}));
    const keys = await Promise.all(Keys.map(({ KeyId = "" }) => this.isKeyOfLayer(KeyId)));
    const { Aliases = [] } = await this.kms.send(new ListAliasesCommand({}));
    const { repositories = [] } = await this.aws.ecr.send(new DescribeRepositoriesCommand({}));
    const { Policies = [] } = await this.aws.iam.send(new ListPoliciesCommand({ Scope: "Local" }));
    return {
      keys: keys.filter((isOne) => isOne).length,
      aliases: Aliases.filter(({ AliasName }) => AliasName === "alias/sbcntr-registry").length,
      repositories: repositories.length,
      policies: Policies.filter(({ PolicyName }) => PolicyName?.startsWith("sbcntr-image-")).length,
    };
  }

  private async isKeyOfLayer(KeyId: string): Promise<boolean> {
    const { KeyMetadata } = await this.kms.send(new DescribeKeyCommand({ KeyId }));
    if (KeyMetadata?.KeyState !== "Enabled") return false;
    const { Tags = [] } = await this.kms.send(new ListResourceTagsCommand({ KeyId }));
    return Tags.some(({ TagKey, TagValue }) => TagKey === "Layer" && TagValue === "registry");
  }

  /**
   * Looks whether the state is whole: the JSON of a state, of the same history as ever, and no older than it was.
   * @returns how many resources it holds
   */
  async state(layer: Layer = "registry"): Promise<number> {
    const state = await this.read(layer);
    if (state === undefined) return 0;
    const { lineage, serial } = this.seen.get(layer) ?? state;
    if (state.lineage !== lineage) throw new Error(`The state of ${layer} began anew (seed ${this.seed}).`);
    if (state.serial < serial)
      throw new Error(
        `The state of ${layer} went back from ${serial} to ${state.serial} (seed ${this.seed}).`,
      );
    this.seen.set(layer, state);
    return state.resources.filter(({ mode }) => mode === "managed").length;
  }

  /** Compares what the state of the network has with what AWS has of that layer, ID by ID, as little of it has a name. */
  async networkDamage(): Promise<Damage> {
    const { resources = [] } = (await this.read("network")) ?? {};
    const known = resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ instances }) => instances.map(({ attributes }) => String(attributes.id)));
    const there = await networkIds(this.aws);
    return {
      lost: known.filter((id) => NETWORK_ID.test(id) && !there.includes(id)).length,
      twice: there.filter((id) => !known.includes(id)).length,
    };
  }

  /** The locks that are in the bucket. */
  async locks(): Promise<string[]> {
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    return Contents.flatMap(({ Key = "" }) => (Key.endsWith(".tflock") ? [Key] : []));
  }

  /** The processes that work for the checkout now, whoever started them. */
  processes(): Worker[] {
    return readdirSync("/proc")
      .filter((entry) => /^\d+$/.test(entry))
      .flatMap((pid) => {
        try {
          if (!readlinkSync(join("/proc", pid, "cwd")).startsWith(this.strata.checkout.root)) return [];
          const name = nameOf(readFileSync(join("/proc", pid, "cmdline"), "utf8"));
          return name === undefined ? [] : [{ pid: Number(pid), name }];
        } catch {
          return []; // it ended meanwhile
        }
      });
  }

  private async read(layer: Layer): Promise<State | undefined> {
    const text = await this.object(`sbcntr/${layer}.tfstate`);
    return text === undefined ? undefined : (JSON.parse(text) as State);
  }

  /** What the bucket has under a key; undefined when there is nothing. */
  async object(Key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      return await Body?.transformToString();
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return undefined;
      throw error;
    }
  }

  /** Puts something into the bucket, or deletes what is there; returns the version that it is. */
  async store(Body: string | undefined, Key = KEY): Promise<string | undefined> {
    const object = { Bucket: BUCKET, Key };
    const { VersionId } = await (Body === undefined
      ? this.s3.send(new DeleteObjectCommand(object))
      : this.s3.send(new PutObjectCommand({ ...object, Body, ContentLength: Buffer.byteLength(Body) })));
    return VersionId;
  }

  /** Removes the states of all layers but the one that is deployed. */
  async forgetOthers(): Promise<void> {
    const others = LAYERS.map((layer) => `sbcntr/${layer}.tfstate`).filter((key) => key !== KEY);
    await forgetObjects(this.s3, BUCKET, (key) => others.includes(key));
  }

  /** Which version of it the bucket has under a key; undefined when there is nothing. */
  async version(Key = KEY): Promise<string | undefined> {
    try {
      return (await this.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }))).VersionId;
    } catch (error) {
      if ((error as Error).name === "NotFound") return undefined;
      throw error;
    }
  }
}

/** Which of the processes a command line is of: its words are separated by NUL. */
function nameOf(commandLine: string): ProcessName | undefined {
  const [program = "", script = ""] = commandLine.split("\0");
  if (/\/terraform-provider-aws[^/]*$/.test(program)) return "provider";
  if (basename(program) === "terraform") return "terraform";
  if (script.endsWith("/packages/cli/dist/main.js")) return "strata";
  if (script.includes("strata-layer")) return "worker";
  return basename(program) === "turbo" ? "turbo" : undefined;
}

/** Numbers from 0 to 1 which are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
