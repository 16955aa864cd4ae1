import type { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { explainAwsError, isDenied, isNotFound } from "./aws";
import { stateForbidden, stateUnreadable, type LockHolder, type StrataError } from "./core";

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
  readonly name: string;
  /** The path of the module that holds it; undefined for the root, which is all that Strata's stacks have. */
  readonly module?: string;
  readonly instances: readonly {
    readonly index_key?: string | number;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
}

/** A state with when it was written. */
export interface StoredState extends State {
  readonly lastModified: string;
  /** The version that it was brought back from by `strata state restore`. */
  readonly restoredFrom?: string;
}

/** One of the objects that a state's key has held, or the mark of a deletion. */
export interface StateVersion {
  readonly id: string;
  /** When it was written, ISO 8601 by the clock of S3. */
  readonly written: string;
  /** Whether it is what the key holds now. */
  readonly present: boolean;
  readonly deleted: boolean;
}

/** A lock as it is stored. */
export interface StoredLock extends LockHolder {
  /** When it was written, ISO 8601 by the clock of S3; the holder's own time may be of another clock. */
  readonly stored: string;
  /** What S3 calls its content by, to remove this lock and no other. */
  readonly etag: string;
}

/** The part of a Terraform state (format 4) without which it is none. */
const stateSchema = z.looseObject({
  serial: z.int().nonnegative(),
  lineage: z.string().min(1),
  outputs: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
  resources: z
    .array(
      z.looseObject({
        mode: z.enum(["managed", "data"]),
        type: z.string(),
        instances: z.array(z.looseObject({})),
      }),
    )
    .default([]),
});

/**
 * A state from its text.
 * @throws stateUnreadable
 */
export function parseState(text: string, key: string): State {
  if (text === "") throw stateUnreadable(key, "it is empty");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw stateUnreadable(key, `it is no JSON (${text.length} characters)`);
  }
  const { data } = stateSchema.safeParse(json);
  if (data === undefined) throw stateUnreadable(key, "it is JSON, but not that of a Terraform state");
  const { serial, lineage, outputs, resources } = data;
  return { serial, lineage, outputs, resources: resources as unknown as StateResource[] };
}

/** The name under which a restored state says where it is from, in the metadata of its object. */
const RESTORED_FROM = "strata-restored-from";

/** How many resources a state holds; data sources are not resources of the layer. */
export const resourceCount = ({ resources }: State): number =>
  resources
    .filter(({ mode }) => mode === "managed")
    .reduce((count, { instances }) => count + instances.length, 0);

/** Whether there is anything in a state. One that everything was destroyed from is as good as none. */
export const isDeployed = (state: State | undefined): state is State =>
  state !== undefined && (resourceCount(state) > 0 || Object.keys(state.outputs).length > 0);

/**
 * The most bytes of a reader's state that holds nothing. Terraform prints an empty one in less than 200, and adds 150 for each
 * resource that had a condition. The state of a reader that stands holds what it reads, which alone takes more.
 */
const EMPTY_STATE = 2048;

/** Whether a reader's state of so many bytes holds anything. */
export const isMoreThanEmpty = (bytes: number): boolean => bytes > EMPTY_STATE;

/** How often something is asked of S3 before it is given up. */
const ATTEMPTS = 3;

/** The bucket with the states of an environment. Writing states is Terraform's alone, but for bringing an old one back. */
export class StateStore {
  private client: Promise<S3Client> | undefined;

  constructor(
    readonly bucket: string,
    private readonly region: string,
  ) {}

  /** The state under a key; undefined when there is none. @throws stateUnreadable */
  async read(key: string): Promise<StoredState | undefined> {
    const object = await this.get(key);
    return object && storedState(object, key);
  }

  /**
   * Whether the state of a reader holds anything. A layer's role may not read the states of its readers, but it may list the bucket:
   * for such a role the size tells.
   * @throws stateUnreadable
   */
  async readerStands(key: string): Promise<boolean> {
    try {
      return isDeployed(await this.read(key));
    } catch (error) {
      if (!isDenied(error)) throw error;
      return isMoreThanEmpty(await this.size(key));
    }
  }

  /** How many bytes are stored under a key; 0 when there is nothing. */
  private async size(key: string): Promise<number> {
    const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
    try {
      const { Contents = [] } = await (
        await this.s3()
      ).send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: key }));
      // The prefix finds the lock of the state too.
      return Contents.find(({ Key }) => Key === key)?.Size ?? 0;
    } catch (error) {
      throw explainAwsError(error, `listing ${key} in the state bucket ${this.bucket}`);
    }
  }

  /** One version of the state under a key. @throws stateUnreadable; an error of AWS for the mark of a deletion */
  async readVersion(key: string, version: string): Promise<StoredState | undefined> {
    const object = await this.get(key, version);
    return object && storedState(object, key);
  }

  /** The state under a key as it is stored, or one version of it; undefined when there is none. */
  async readText(key: string, version?: string): Promise<string | undefined> {
    return (await this.get(key, version))?.text;
  }

  /** All versions of the state under a key, the newest first; one alone in a bucket without versions. */
  async versions(key: string): Promise<StateVersion[]> {
    const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
    const found: StateVersion[] = [];
    let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await (await this.s3())
        .send(new ListObjectVersionsCommand({ Bucket: this.bucket, Prefix: key, ...next }))
        .catch((error: unknown) => {
          if (isNotFound(error)) return undefined;
          throw explain(error, key, `listing the versions of ${key} in the state bucket ${this.bucket}`);
        });
      const {
        Versions = [],
        DeleteMarkers = [],
        IsTruncated,
        NextKeyMarker,
        NextVersionIdMarker,
      } = page ?? {};
      const marked = (objects: typeof DeleteMarkers, deleted: boolean): StateVersion[] =>
        // The prefix finds the lock of the state too.
        objects
          .filter(({ Key }) => Key === key)
          .map(({ VersionId = "null", LastModified, IsLatest }) => ({
            id: VersionId,
            written: LastModified?.toISOString() ?? "",
            present: IsLatest === true,
            deleted,
          }));
      found.push(...marked(Versions, false), ...marked(DeleteMarkers, true));
      // Keys come in their order: what follows another key is not of this one.
      if (IsTruncated !== true || NextKeyMarker !== key) break;
      next = { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker };
    }
    return found.sort(
      (one, other) =>
        Number(other.present) - Number(one.present) || Date.parse(other.written) - Date.parse(one.written),
    );
  }

  /**
   * Brings a state back: it becomes the newest version, and all others stay. Only for the holder of the lock.
   * @param from the version that it was
   * @returns the ID of the new version
   */
  async restore(key: string, text: string, from: string): Promise<string> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const { VersionId = "null" } = await (
      await this.s3()
    ).send(
      // Without a word on encryption it gets the bucket's, which is the key of the states.
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: key,
        Body: text,
        ContentType: "application/json",
        Metadata: { [RESTORED_FROM]: from },
      }),
    );
    return VersionId;
  }

  /** Who holds the lock of the state under a key; undefined when nobody does. */
  async lockHolder(key: string): Promise<StoredLock | undefined> {
    const object = await this.get(lockKey(key));
    return object && storedLock(object);
  }

  /**
   * Takes the lock of the state under a key, as Terraform does.
   * @returns whether it was free
   */
  async takeLock(key: string, lock: TerraformLock): Promise<boolean> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    try {
      await (
        await this.s3()
      ).send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: lockKey(key),
          Body: JSON.stringify(lock),
          ContentType: "application/json",
          IfNoneMatch: "*",
        }),
      );
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw explain(error, key, `locking ${key} in the state bucket ${this.bucket}`);
    }
  }

  /**
   * Removes a lock, whoever holds it: this one, and not another one that has come in its place.
   * @returns whether it was still there
   */
  async removeLock(key: string, { etag }: Pick<StoredLock, "etag">): Promise<boolean> {
    const { DeleteObjectCommand } = await import("@aws-sdk/client-s3");
    const now = await this.lockHolder(key);
    if (now?.etag !== etag) return false;
    try {
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
      await (
        await this.s3()
      ).send(new DeleteObjectCommand({ Bucket: this.bucket, Key: lockKey(key), IfMatch: etag }));
      return true;
    } catch (error) {
      if (isConflict(error) || isNotFound(error)) return false;
      throw explain(error, key, `removing the lock of ${key} in the state bucket ${this.bucket}`);
    }
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

  private async get(key: string, version?: string, attempts = ATTEMPTS): Promise<StoredObject | undefined> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    try {
      const object = await (
        await this.s3()
      ).send(
        new GetObjectCommand({
          Bucket: this.bucket,
          Key: key,
          ...(version !== undefined && { VersionId: version }),
        }),
      );
      return {
        text: (await object.Body?.transformToString()) ?? "",
        lastModified: object.LastModified?.toISOString() ?? "",
        etag: object.ETag ?? "",
        restoredFrom: object.Metadata?.[RESTORED_FROM],
      };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      // The SDK asks again where no answer comes, but not where half of one does.
      if (attempts > 1 && isCut(error)) return this.get(key, version, attempts - 1);
      throw explain(error, key, `reading ${key} in the state bucket ${this.bucket}`);
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
          maxAttempts: ATTEMPTS,
        }),
    );
    return this.client;
  }
}

interface StoredObject {
  readonly text: string;
  readonly lastModified: string;
  readonly etag: string;
  readonly restoredFrom: string | undefined;
}

function storedState({ text, lastModified, restoredFrom }: StoredObject, key: string): StoredState {
  return { ...parseState(text, key), lastModified, ...(restoredFrom !== undefined && { restoredFrom }) };
}

/** The fields of a lock that Terraform needs to show and to release it (its `statemgr.LockInfo`). */
export interface TerraformLock {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

const lockKey = (key: string): string => `${key}.tflock`;

const lockSchema = z.object({
  ID: z.string(),
  Operation: z.string().default(""),
  Info: z.string().default(""),
  Who: z.string(),
  Created: z.string(),
});

/** A lock that can't be read holds as well as one that can; of its holder nothing is known. */
function storedLock({ text, lastModified, etag }: StoredObject): StoredLock {
  const stored = { stored: lastModified, etag };
  try {
    const { ID, Operation, Info, Who, Created } = lockSchema.parse(JSON.parse(text));
    return { id: ID, operation: Operation, info: Info, who: Who, created: Created, ...stored };
  } catch {
    return { id: "", operation: "", who: "", created: lastModified, ...stored };
  }
}

/** What an error of S3 at a state, or at its lock, means to a person. */
function explain(error: unknown, key: string, what: string): StrataError {
  const explained = explainAwsError(error, what);
  if (!isDenied(explained)) return explained;
  const forbidden = stateForbidden(key.replace(/\.tflock$/, ""), explained.message);
  forbidden.cause = error;
  return forbidden;
}

/** Whether the connection ended in the middle of an answer. */
const isCut = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ECONNRESET";

/** S3's answer where an object is there already, or is another one than was named (412, or 409 in a race). */
const isConflict = (error: unknown): boolean =>
  ["PreconditionFailed", "ConditionalRequestConflict"].includes((error as Error).name);
