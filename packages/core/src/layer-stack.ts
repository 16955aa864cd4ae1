import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  DataTerraformRemoteStateS3,
  S3Backend,
  TerraformOutput,
  TerraformStack,
  Token,
  type IResolvable,
  type TerraformResource,
} from "cdktf";
import type { Construct } from "constructs";
import { workloadBoundaryArn } from "./access/names";
import { CONTRACT_OUTPUT, outputName, type Contract, type FieldType, type Published } from "./contract";
import type { Environment } from "./environment";
import { resourceNotFound } from "./errors";
import type { Layer } from "./layer";
import { shorten } from "./naming";
import { lockProviders } from "./provider-checksums";
import { contractReference, type ContractReference, type UsedType } from "./reference";
import { stateKey, stateLocation } from "./state";
import { defaultTags } from "./tags";
import { onlyWhilePlanning, PLANNED_OUTPUTS, plannedState, type PlannedOutputs } from "./what-if";

/** The class of a resource, as the provider's bindings have it: `Vpc` of `@cdktf/provider-aws/lib/vpc`. */
export type ResourceClass<R extends TerraformResource> = (new (...args: never[]) => R) & {
  readonly tfResourceType: string;
};

/**
 * What a settings file may export beside `settings`: changes any property of any resource that no setting covers.
 *
 * ```ts
 * export const customize: Customize = (stack) => {
 *   stack.resource(Vpc, "vpc/vpc").instanceTenancy = "dedicated";
 * };
 * ```
 */
export type Customize = (stack: Pick<LayerStack<Layer>, "resource">) => void;

/** State locking in S3 (`use_lockfile`) came with Terraform 1.10. */
export const REQUIRED_TERRAFORM = ">= 1.10.0";

/** What a synthesized stack says of itself, under `"//"."strata"` of its JSON, where Terraform looks away. */
export interface LayerManifest {
  readonly layer: string;
  readonly owner: string;
  readonly environment: string;
  readonly contract: ContractVersion;
  readonly reads: readonly (ContractVersion & {
    /** The values that are really used, as paths of output names: `subnet_ids.db`. Sorted. */
    readonly uses: readonly string[];
    /** What the contract says of each of these, by the same paths: enough to look at what is deployed. */
    readonly types: Readonly<Record<string, UsedType>>;
    /** How many IPv4 addresses it may take from a value of this contract, such as `subnet_ids.container`. */
    readonly addresses: Readonly<Record<string, number>>;
    /** Lists of this contract which must have so many values. */
    readonly atLeast: readonly Need[];
  })[];
  /** What it publishes: the names that its settings chose, and how long its lists are. */
  readonly offers: Readonly<Record<string, Shape>>;
  /** How many IPv4 addresses a published value has to give, such as `subnet_ids.container`. */
  readonly addresses: Readonly<Record<string, number>>;
}

/** What is known of a published value at synth: a list's length, an object's or a map's members; else only that it is. */
export type Shape = number | true | { readonly [name: string]: Shape };

/** How many values a list has to have, such as the subnets of a load balancer. */
export interface Need {
  /** For example `subnet_ids.ingress`. */
  readonly path: string;
  readonly count: number;
  /** For whom and for what reason, as the end of a sentence. */
  readonly why: string;
}

/** Which contract: enough to compare what was built with what is deployed. */
export interface ContractVersion {
  readonly name: string;
  readonly version: number;
  readonly digest: string;
}

/** What a stack uses of another layer's contract. */
interface Use {
  readonly contract: Contract;
  readonly types: Map<string, UsedType>;
  readonly addresses: Map<string, number>;
  readonly atLeast: Need[];
}

const versionOf = ({ name, version, digest }: Contract): ContractVersion => ({ name, version, digest });

/**
 * The stack of a layer: state in S3, the AWS provider bound to the environment's account, default tags, and
 * the two ways in which layers meet, `read` and `publish`.
 */
export abstract class LayerStack<L extends Layer> extends TerraformStack {
  private readonly uses = new Map<string, Use>();
  private readonly offered = new Map<string, number>();
  private offers: Readonly<Record<string, Shape>> = {};

  constructor(
    scope: Construct,
    readonly layer: L,
    readonly environment: Environment,
  ) {
    super(scope, layer.name);
    const { bucket, kmsAlias, region } = stateLocation(environment);
    const backend = {
      bucket,
      key: stateKey(environment, layer.name),
      region,
      encrypt: true,
      kmsKeyId: kmsAlias,
      // Not in cdktf's types yet; passed on as use_lockfile.
      useLockfile: true,
    };
    new S3Backend(this, backend);
    this.provider("aws", region);
    this.addOverride("terraform.required_version", REQUIRED_TERRAFORM);
    lockProviders(this);
  }

  /** A provider of the environment's account, with the tags of the layer. */
  private provider(id: string, region: string, alias?: string): AwsProvider {
    return new AwsProvider(this, id, {
      region,
      // A plan against the wrong account fails before anything is read.
      allowedAccountIds: [
        this.plannedOutputs === undefined
          ? this.environment.account
          : onlyWhilePlanning(this.environment.account),
      ],
      defaultTags: [{ tags: defaultTags(this.environment, this.layer) }],
      ...(alias === undefined ? {} : { alias }),
    });
  }

  /** The AWS provider of us-east-1, where CloudFront takes certificates from and has its logs delivered. Once a stack. */
  protected cloudFrontProvider(): AwsProvider {
    return this.provider("us-east-1", "us-east-1", "us-east-1");
  }

  /** A name for an AWS resource: the environment's prefix and the given parts, shortened stably to `limit`. */
  name(parts: readonly string[], limit = 255): string {
    return shorten([this.environment.namePrefix, ...parts].join("-"), limit);
  }

  /**
   * Another layer's contract as typed tokens, from its remote state; in a what-if synth from its planned outputs.
   * Only contracts that the layer declares in `reads` compile, and only fields that the contract has.
   */
  protected read<C extends L["reads"][number]>(contract: C): ContractReference<C> {
    const types = new Map<string, UsedType>();
    this.uses.set(contract.name, { contract, types, addresses: new Map(), atLeast: [] });
    return contractReference(contract, this.outputsOf(contract), (path, type) => types.set(path, type));
  }

  /** The planned outputs which a what-if synth reads; undefined in every other. */
  private get plannedOutputs(): PlannedOutputs | undefined {
    return this.node.tryGetContext(PLANNED_OUTPUTS) as PlannedOutputs | undefined;
  }

  /** Gives the expression of an output of another layer by its name. */
  private outputsOf(contract: Contract): (output: string) => IResolvable {
    const planned = this.plannedOutputs?.[contract.name];
    if (planned !== undefined) return plannedState(this, contract, planned);
    const { bucket, region } = stateLocation(this.environment);
    const remote = new DataTerraformRemoteStateS3(this, contract.name, {
      bucket,
      key: stateKey(this.environment, contract.name),
      region,
    });
    return (output) => remote.get(output);
  }

  /** Publishes the layer's contract: every field of it, and nothing else, or it does not compile. */
  protected publish(values: Published<L["publishes"]>): void {
    const { publishes } = this.layer;
    const given = values as Readonly<Record<string, unknown>>;
    const fields = Object.entries(publishes.fields).map(
      ([field, type]) => [outputName(field), type, given[field]] as const,
    );
    for (const [name, type, value] of fields) this.output(name, outputValue(type, value), type.description);
    this.offers = Object.fromEntries(fields.map(([name, type, value]) => [name, shapeOf(type, value)]));
    this.output(CONTRACT_OUTPUT, versionOf(publishes), "Which contract the other outputs keep.");
  }

  /**
   * Says how many IPv4 addresses a published value has, before anything is deployed: `strata` compares that with
   * what the layers that read it may need.
   * @param path the field and the key in it, such as `["subnetIds", "container"]`
   */
  protected offerAddresses(path: readonly [field: string, key: string], count: number): void {
    this.offered.set(valuePath(path), count);
  }

  /** Says how many more IPv4 addresses this layer may take from a value of another layer's contract. */
  protected needAddresses(
    contract: L["reads"][number],
    path: readonly [field: string, key: string],
    count: number,
  ): void {
    const use = this.uses.get(contract.name);
    const at = valuePath(path);
    use?.addresses.set(at, (use.addresses.get(at) ?? 0) + count);
  }

  /**
   * Says that a list of another layer's contract must have at least so many values, such as the subnets of a load
   * balancer, which are one in each availability zone. `strata` refuses before anything is planned.
   * @param why for whom and for what reason, as the end of a sentence
   */
  protected needAtLeast(
    contract: L["reads"][number],
    path: readonly [field: string, key: string],
    count: number,
    why: string,
  ): void {
    this.uses.get(contract.name)?.atLeast.push({ path: valuePath(path), count, why });
  }

  /**
   * A resource of this layer by its class and its construct path, for `customize` in a settings file. Every property
   * of it can be set, typed; what the types don't know goes through its `addOverride`.
   * @throws resourceNotFound with the paths of all resources of that class
   */
  resource<R extends TerraformResource>(type: ResourceClass<R>, path: string): R {
    const all = this.node.findAll().filter((construct): construct is R => construct instanceof type);
    const pathOf = (resource: R): string => resource.node.path.slice(this.node.path.length + 1);
    const found = all.find((resource) => pathOf(resource) === path);
    if (found === undefined)
      throw resourceNotFound(this.layer.name, type.tfResourceType, path, all.map(pathOf));
    return found;
  }

  private output(name: string, value: unknown, description: string): void {
    new TerraformOutput(this, name, { value, description, staticId: true });
  }

  private manifest(): LayerManifest {
    const { layer, environment } = this;
    return {
      layer: layer.name,
      owner: layer.owner,
      environment: environment.name,
      contract: versionOf(layer.publishes),
      reads: [...this.uses.values()].map(({ contract, types, addresses, atLeast }) => ({
        ...versionOf(contract),
        uses: [...types.keys()].sort(),
        types: Object.fromEntries(types),
        addresses: Object.fromEntries(addresses),
        atLeast,
      })),
      offers: this.offers,
      addresses: Object.fromEntries(this.offered),
    };
  }

  /** Whoever works in a role or as a user that a layer makes can do no more than the environment's workloads may. */
  private bound(): void {
    for (const one of this.node.findAll())
      if ((one instanceof IamRole || one instanceof IamUser) && one.permissionsBoundaryInput === undefined)
        one.permissionsBoundary = workloadBoundaryArn(this.environment);
  }

  override toTerraform(): object {
    this.bound();
    const json = super.toTerraform() as { "//": object };
    return { ...json, "//": { ...json["//"], strata: this.manifest() } };
  }
}

const valuePath = ([field, key]: readonly [string, string]): string => `${outputName(field)}.${key}`;

/** What synth knows of a value that is published. A value of another layer, or one that AWS gives, is only there. */
function shapeOf(type: FieldType, value: unknown): Shape {
  if (Token.isUnresolved(value)) return true;
  const members = value as Readonly<Record<string, unknown>>;
  switch (type.kind) {
    case "list":
      return (value as readonly unknown[]).length;
    case "map":
      return Object.fromEntries(
        Object.entries(members).map(([key, element]) => [key, shapeOf(type.element, element)]),
      );
    case "object":
      return Object.fromEntries(
        Object.entries(type.fields).map(([name, member]) => [
          outputName(name),
          shapeOf(member, members[name]),
        ]),
      );
    default:
      return true;
  }
}

/** A value with the members of its objects named as outputs are; the keys of maps stay as they are. */
function outputValue(type: FieldType, value: unknown): unknown {
  const members = value as Readonly<Record<string, unknown>>;
  switch (type.kind) {
    case "map":
      return Object.fromEntries(
        Object.entries(members).map(([key, element]) => [key, outputValue(type.element, element)]),
      );
    case "object":
      return Object.fromEntries(
        Object.entries(type.fields).map(([name, member]) => [
          outputName(name),
          outputValue(member, members[name]),
        ]),
      );
    default:
      return value;
  }
}
