import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataTerraformRemoteStateS3, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { CONTRACT_OUTPUT, outputName, type Contract, type FieldType, type Published } from "./contract";
import type { Environment } from "./environment";
import type { Layer } from "./layer";
import { shorten } from "./naming";
import { contractReference, type ContractReference } from "./reference";
import { stateKey, stateLocation } from "./state";
import { defaultTags } from "./tags";

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
  })[];
}

/** Which contract: enough to compare what was built with what is deployed. */
export interface ContractVersion {
  readonly name: string;
  readonly version: number;
  readonly digest: string;
}

const versionOf = ({ name, version, digest }: Contract): ContractVersion => ({ name, version, digest });

/**
 * The stack of a layer: state in S3, the AWS provider bound to the environment's account, default tags, and
 * the two ways in which layers meet, `read` and `publish`.
 */
export abstract class LayerStack<L extends Layer> extends TerraformStack {
  private readonly uses = new Map<string, { contract: Contract; paths: Set<string> }>();

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
    new AwsProvider(this, "aws", {
      region,
      // A plan against the wrong account fails before anything is read.
      allowedAccountIds: [environment.account],
      defaultTags: [{ tags: defaultTags(environment, layer) }],
    });
    this.addOverride("terraform.required_version", REQUIRED_TERRAFORM);
  }

  /** A name for an AWS resource: the environment's prefix and the given parts, shortened stably to `limit`. */
  name(parts: readonly string[], limit = 255): string {
    return shorten([this.environment.namePrefix, ...parts].join("-"), limit);
  }

  /**
   * Another layer's contract as typed tokens, from its remote state. Only contracts that the layer declares
   * in `reads` compile, and only fields that the contract has.
   */
  protected read<C extends L["reads"][number]>(contract: C): ContractReference<C> {
    const { bucket, region } = stateLocation(this.environment);
    const remote = new DataTerraformRemoteStateS3(this, contract.name, {
      bucket,
      key: stateKey(this.environment, contract.name),
      region,
    });
    const paths = new Set<string>();
    this.uses.set(contract.name, { contract, paths });
    return contractReference(
      contract,
      (output) => remote.get(output),
      (path) => paths.add(path.join(".")),
    );
  }

  /** Publishes the layer's contract: every field of it, and nothing else, or it does not compile. */
  protected publish(values: Published<L["publishes"]>): void {
    const { publishes } = this.layer;
    const given = values as Readonly<Record<string, unknown>>;
    for (const [field, type] of Object.entries(publishes.fields)) {
      this.output(outputName(field), outputValue(type, given[field]), type.description);
    }
    this.output(CONTRACT_OUTPUT, versionOf(publishes), "Which contract the other outputs keep.");
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
      reads: [...this.uses.values()].map(({ contract, paths }) => ({
        ...versionOf(contract),
        uses: [...paths].sort(),
      })),
    };
  }

  override toTerraform(): object {
    const json = super.toTerraform() as { "//": object };
    return { ...json, "//": { ...json["//"], strata: this.manifest() } };
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
