import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  ACCESS_LOCK_FILE,
  accessCopied,
  ExitCode,
  environmentNames,
  environmentSchema,
  loadEnvironment,
  printAccessLock,
  readAccessLock,
  unknownBlueprint,
  wrongOption,
  type Environment,
  type EnvironmentInput,
} from "../core";
import { checkNew, checkPrefix, filesOf, writeFiles, yoursIn, type NewFile, type Yours } from "../init/files";
import { answerTo, type Manner, type Question } from "../init/questions";
import { extended, readWaivers, writeWaivers } from "../lint/waivers";
import { callerAccount } from "../preflight";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { discoverLayers, hasLayer, ROOT } from "../workspace";

export interface InitOptions extends CommonOptions {
  readonly from?: string;
  readonly account?: string;
  readonly region?: string;
  readonly domain?: string;
  readonly administrator?: string;
  readonly prefix?: string;
  readonly unprotected?: boolean;
  readonly yes?: boolean;
}

const {
  account,
  administrators,
  domain,
  name: environmentName,
  namePrefix,
  region,
} = environmentSchema.shape;

const PREFIX_LENGTH = 16;

/** The account of the credentials; undefined where there are none. */
const ownAccount = (inRegion: string): Promise<string | undefined> =>
  callerAccount(inRegion).catch(() => undefined);

/** What a new environment says of itself. Only what the other one has is asked for. */
async function valuesOf(name: string, from: Environment, options: InitOptions): Promise<EnvironmentInput> {
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  const manner: Manner = options.yes === true ? "proposals" : isTerminal ? "ask" : "options";
  const ask = (question: Question, given: string | undefined): Promise<string> =>
    answerTo(question, given, manner);

  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const inRegion = await ask(
    {
      option: "region",
      text: "AWS region",
      schema: region,
      proposal: AWS_REGION ?? AWS_DEFAULT_REGION ?? from.region,
    },
    options.region,
  );
  const inAccount = await ask(
    {
      option: "account",
      text: "AWS account, 12 digits",
      schema: account,
      proposal: options.account ?? (await ownAccount(inRegion)),
    },
    options.account,
  );
  const ofDomain =
    from.domain === undefined && options.domain === undefined
      ? undefined
      : await ask(
          {
            option: "domain",
            text: "Domain for the platform's names, such as example.com",
            schema: domain.unwrap(),
          },
          options.domain,
        );
  const administrator =
    from.administrators.length === 0 && options.administrator === undefined
      ? undefined
      : await ask(
          {
            option: "administrator",
            text: "Address from which you administer it, as a range such as 203.0.113.7/32",
            schema: administrators.unwrap().element,
          },
          options.administrator,
        );
  const prefix = { option: "prefix", text: "What names in AWS begin with", schema: namePrefix };
  return {
    name,
    project: name,
    account: inAccount,
    region: inRegion,
    namePrefix: await answerTo(
      { ...prefix, proposal: name.slice(0, PREFIX_LENGTH).replace(/-+$/, "") },
      options.prefix,
      "proposals",
    ),
    protected: options.unprotected !== true,
    ...(ofDomain !== undefined && { domain: ofDomain }),
    ...(administrator !== undefined && { administrators: [administrator] }),
    ...(Object.keys(from.tags).length > 0 && { tags: from.tags }),
  };
}

/** What was made, what a person still has to look at, and how to go on. */
function report(values: EnvironmentInput, files: readonly NewFile[], yours: readonly Yours[]): string {
  const { name } = values;
  const look = yours.map(({ path, line, what }) => [`  ${path}:${line}`, what]);
  return [
    `Environment ${name}: account ${values.account}, ${values.region}, names begin with ${values.namePrefix}.`,
    values.protected === false
      ? "It is not protected: destroy takes its data too."
      : "It is protected: what holds data can't be destroyed. (For one to throw away: --unprotected.)",
    "",
    "Made:",
    ...files.map(({ path }) => `  ${path}`),
    "",
    ...(look.length === 0
      ? []
      : ["Only you know these; look at them first:", renderTable(["", ""], look).trimStart(), ""]),
    "Then:",
    `  ./strata bootstrap --env ${name}   the state bucket, once`,
    `  ./strata plan --env ${name}`,
    `  ./strata deploy --env ${name}`,
  ].join("\n");
}

/** `strata init`: a new environment with the settings of another one, in all layers. */
export async function init(name: string, options: InitOptions): Promise<ExitCode> {
  const compiled = join(ROOT, "environments", "dist");
  const known = environmentNames(compiled);
  if (options.from === undefined || !known.includes(options.from))
    throw unknownBlueprint(options.from, known);
  const problem = environmentName.safeParse(name).error?.issues[0]?.message;
  if (problem !== undefined) throw wrongOption("environment", name, problem);
  const layers = discoverLayers();
  checkNew(ROOT, layers, name);

  const from = loadEnvironment(compiled, options.from);
  const values = await valuesOf(name, from, options);
  checkPrefix(
    values,
    known.map((other) => loadEnvironment(compiled, other)),
  );
  const copied = layers.filter((layer) => hasLayer(from.name, layer));
  const files = await filesOf(ROOT, copied, from, values);
  const access = accessCopied(
    readAccessLock(ROOT),
    from.name,
    name,
    copied.map((layer) => layer.name),
  );
  const waivers = extended(readWaivers(ROOT), options.from, name);
  writeFiles(ROOT, files);
  writeFileSync(join(ROOT, ACCESS_LOCK_FILE), printAccessLock(access));
  await writeWaivers(ROOT, waivers);
  const yours = yoursIn(files);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ environment: values, files: files.map(({ path }) => path), yours }, undefined, 2)}\n`
      : `${report(values, files, yours)}\n`,
  );
  return ExitCode.done;
}
