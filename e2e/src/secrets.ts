/** Where a story has been, looked through for every secret that its AWS holds. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { FakeGitHub } from "@strata/cli/testing/github";
import { REGION } from "./aws";
import { leaksIn, PLACE_KINDS, type Leak, type Place, type PlaceKind, type Secret } from "./secret-search";
import type { Strata } from "./strata";

/** What is not of the story: dependencies, providers, Git's own files. */
const PASSED_OVER = ["node_modules", "providers", ".git"];

const KINDS: readonly (readonly [RegExp, PlaceKind])[] = [
  [/\.tfplan$/, "plan file"],
  [/\/plan\.json$|\/checkov\/\w+\.json$/, "plan JSON"],
  [/\/cdktf\.out\//, "cdktf.out"],
  [/\.log$|\/events\.ndjson$/, "log"],
];

/** All that AWS holds, and the key that the story itself signs with. */
async function heldSecrets(strata: Strata): Promise<Secret[]> {
  const response = await fetch(`${strata.emulator.url}/strata/secrets`);
  const { secrets } = (await response.json()) as { secrets: Secret[] };
  return [...secrets, { kind: "environment AWS_SECRET_ACCESS_KEY", value: strata.secretKey }];
}

/** Every file of the checkout. Links lead out of it. */
function files(root: string, directory = root): Place[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry): Place[] => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return PASSED_OVER.includes(entry.name) ? [] : files(root, path);
    if (!entry.isFile()) return [];
    const kind = KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? "other file";
    return [{ kind, name: relative(root, path), content: readFileSync(path) }];
  });
}

/** Every version of every object of every bucket: states, and whatever else. */
async function objects({ emulator }: Strata): Promise<Place[]> {
  const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
  const s3 = new S3Client({ endpoint: emulator.url, region: REGION, credentials });
  const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const found: Place[] = [];
  for (const { Name: bucket = "" } of buckets) {
    const { Versions: versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    for (const { Key: key = "", VersionId: version } of versions) {
      const { Body: body } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }),
      );
      const content = Buffer.from((await body?.transformToByteArray()) ?? []);
      found.push({ kind: "state", name: `${bucket}/${key} version ${version ?? ""}`, content });
    }
  }
  return found;
}

/** What came of a search. */
export interface SearchResult {
  readonly leaks: readonly Leak[];
  /** How many secrets were searched for, by what holds them. */
  readonly held: Readonly<Partial<Record<string, number>>>;
  /** Through how many places of each kind. */
  readonly looked: Readonly<Partial<Record<PlaceKind, number>>>;
}

const counted = <K extends string>(kinds: readonly K[]): Partial<Record<K, number>> => {
  const counts: Partial<Record<K, number>> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

/** A story keeps its secrets: there were some, they were looked for in every kind of place, and none was found. */
export function expectNoLeak({ leaks, held, looked }: SearchResult): void {
  expect(leaks).toEqual([]);
  expect(Object.keys(held).length).toBeGreaterThan(1);
  for (const kind of PLACE_KINDS) expect([kind, looked[kind] ?? 0]).not.toEqual([kind, 0]);
}

/** Searches through all that a story has left behind, for what its AWS holds and has held at earlier searches. */
export class SecretSearch {
  private readonly known = new Map<string, Secret>();
  private readonly shown: Place[] = [];

  constructor(private readonly strata: Strata) {}

  /** Shows the newest plans in every way that there is, and to GitHub, so that these can be looked through. */
  async showPlans(): Promise<void> {
    for (const format of ["text", "markdown", "html", "json"]) {
      const { exitCode, stdout, stderr } = await this.strata.run("report", "--format", format);
      if (exitCode !== 0) throw new Error(`strata report --format ${format} failed:\n${stderr}`);
      this.shown.push({
        kind: "report",
        name: `strata report --format ${format}`,
        content: Buffer.from(stdout),
      });
    }
    const github = await FakeGitHub.start();
    const { exitCode, stderr } = await this.strata.with(github.environment).run("comment", "--pr", "7");
    const bodies = github.comments.map(({ body }) => body);
    github.stop();
    if (exitCode !== 0 || bodies.length === 0) throw new Error(`strata comment made no comment:\n${stderr}`);
    for (const body of bodies)
      this.shown.push({ kind: "comment", name: "strata comment", content: Buffer.from(body) });
  }

  async search(): Promise<SearchResult> {
    for (const secret of await heldSecrets(this.strata)) this.known.set(secret.value, secret);
    const secrets = [...this.known.values()];
    const printed = this.strata.printed.map(
      ({ command, text }): Place => ({ kind: "output", name: command, content: Buffer.from(text) }),
    );
    const places = [
      ...(await objects(this.strata)),
      ...files(this.strata.checkout.root),
      ...this.shown,
      ...printed,
    ];
    return {
      leaks: leaksIn(secrets, places),
      held: counted(secrets.map(({ kind }) => kind)),
      looked: counted(places.map(({ kind }) => kind)),
    };
  }
}
