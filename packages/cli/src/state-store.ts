import type { S3Client } from "@aws-sdk/client-s3";
import { explainAwsError, isNotFound } from "./aws";
import { stateUnreadable, type LockHolder } from "./core";

/** What Strata reads of a Terraform state. */
export interface State {
  readonly serial: number;
  /** Of one history of a state: a state that was made anew has another. */
  readonly lineage: string;
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources: readonly StateResource[];
}

export interface StateResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly instances: readonly { readonly attributes?: Readonly<Record<string, unknown>> }[];
}

/** A state with when it was written. */
export interface StoredState extends State {
  readonly lastModified: string;
}

/** How many resources a state holds; data sources are not resources of the layer. */
export const resourceCount = ({ resources }: State): number =>
  resources
    .filter(({ mode }) => mode === "managed")
    .reduce((count, { instances }) => count + instances.length, 0);

/** Whether there is anything in a state. One that everything was destroyed from is as good as none. */
export const isDeployed = (state: State | undefined): state is State =>
  state !== undefined && (resourceCount(state) > 0 || Object.keys(state.outputs).length > 0);

/** The bucket with the states of an environment. Writing states is Terraform's alone. */
export class StateStore {
  private client: Promise<S3Client> | undefined;

  constructor(
    readonly bucket: string,
    private readonly region: string,
  ) {}

  /** The state under a key; undefined when there is none. */
  async read(key: string): Promise<StoredState | undefined> {
    const object = await this.get(key);
    if (object === undefined) return undefined;
    try {
      const {
        serial,
        lineage,
        outputs = {},
        resources = [],
      } = JSON.parse(object.text) as Partial<State> & Pick<State, "serial" | "lineage">;
      return { serial, lineage, outputs, resources, lastModified: object.lastModified };
    } catch {
      throw stateUnreadable(key, "it is not the JSON of a Terraform state");
    }
  }

  /** The state under a key as it is stored; undefined when there is none. */
  async readText(key: string): Promise<string | undefined> {
    return (await this.get(key))?.text;
  }

  /** Who holds the lock of the state under a key; undefined when nobody does. */
  async lockHolder(key: string): Promise<LockHolder | undefined> {
    const object = await this.get(`${key}.tflock`);
    if (object === undefined) return undefined;
    const { ID, Operation, Who, Created } = JSON.parse(object.text) as Record<string, string>;
    return { id: ID ?? "", operation: Operation ?? "", who: Who ?? "", created: Created ?? "" };
  }

  /** Whether the bucket is there. */
  async exists(): Promise<boolean> {
    const { HeadBucketCommand } = await import("@aws-sdk/client-s3");
    try {
      await (await this.s3()).send(new HeadBucketCommand({ Bucket: this.bucket }));
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw explainAwsError(error, `access to the state bucket ${this.bucket}`);
    }
  }

  /** Empties the bucket: every version of every object. Nothing when there is no such bucket. */
  async removeAllObjects(): Promise<void> {
    const { DeleteObjectsCommand, ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
    if (!(await this.exists())) return;
    const s3 = await this.s3();
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(
        new ListObjectVersionsCommand({ Bucket: this.bucket }),
      );
      const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (objects.length === 0) return;
      await s3.send(
        new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects: objects, Quiet: true } }),
      );
    }
  }

  private async get(key: string): Promise<{ text: string; lastModified: string } | undefined> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    try {
      const object = await (await this.s3()).send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return {
        text: (await object.Body?.transformToString()) ?? "",
        lastModified: object.LastModified?.toISOString() ?? "",
      };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw explainAwsError(error, `reading ${key} in the state bucket ${this.bucket}`);
    }
  }

  private s3(): Promise<S3Client> {
    this.client ??= import("@aws-sdk/client-s3").then(
      ({ S3Client }) =>
        new S3Client({
          region: this.region,
          // Another endpoint than AWS itself rarely has a host name for each bucket.
          forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
          // Every connection of its own would be kept open for the next call, and hold up the end of the program.
          maxAttempts: 3,
        }),
    );
    return this.client;
  }
}
