import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Finding } from "./finding";
import { extended, filesOf, fits, judge, readWaivers, waiversFile, type Waiver } from "./waivers";

const finding = (rule: string, resource: string): Finding => ({
  layer: "services",
  tool: "checkov",
  rule,
  resource,
  message: "must be better",
});

const waiver = (rule: string, resource: string, environments = ["dev"], of = "services"): Waiver => ({
  rule,
  resource,
  environments,
  package: of,
  reason: "It is thrown away every evening.",
});

describe("a pattern", () => {
  test.each([
    ["aws_lb.*", "aws_lb.web_1A2B", true],
    ["aws_lb.*", "aws_lb_listener.web", false],
    ["aws_lb.web", "aws_lb.web", true],
    ["*", "", true],
    ["aws_lb.w*b", "aws_lb.web", true],
    ["aws_lb.web", "aws_lbxweb", false],
  ])("%s on %s: %s", (pattern, address, expected) => {
    expect(fits(address, pattern)).toBe(expected);
  });
});

describe("judgement", () => {
  test("excuses a finding by rule, address and environment", () => {
    const excused = waiver("A", "aws_lb.*");
    const { findings, stale } = judge(
      [finding("A", "aws_lb.web"), finding("B", "aws_lb.web"), finding("A", "aws_s3_bucket.logs")],
      [excused],
      "dev",
    );
    expect(findings.map(({ waiver }) => waiver)).toEqual([excused, undefined, undefined]);
    expect(stale).toEqual([]);
  });

  test("holds in no other environment than those named", () => {
    const { findings, stale } = judge([finding("A", "aws_lb.web")], [waiver("A", "*")], "prod");
    expect(findings[0]?.waiver).toBeUndefined();
    expect(stale).toEqual([]);
  });

  test("holds in the layer which it stands in, and one of core in all", () => {
    const found = [finding("A", "aws_lb.web")];
    const ofAnother = waiver("A", "*", ["dev"], "network");
    expect(judge(found, [ofAnother], "dev")).toEqual({ findings: found, stale: [ofAnother] });
    expect(judge(found, [waiver("A", "*", ["dev"], "core")], "dev").stale).toEqual([]);
  });

  test("tells the waivers that excuse nothing", () => {
    const unused = waiver("A", "aws_lb.api");
    expect(judge([finding("A", "aws_lb.web")], [unused], "dev").stale).toEqual([unused]);
  });
});

test("a new environment has the waivers of the one that it was begun from", () => {
  const waivers = [waiver("A", "*", ["dev", "test"]), waiver("B", "*", ["prod"])];
  expect(extended(waivers, "dev", "shop").map(({ environments }) => environments)).toEqual([
    ["dev", "test", "shop"],
    ["prod"],
  ]);
});

describe("the files", () => {
  let root: string;

  const write = (file: string, text: string): void => {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "strata-waivers-"));
    mkdirSync(join(root, "packages", "cli"), { recursive: true });
    write("environments/dev.ts", "");
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  test("stand in the packages, and go back to where they were", () => {
    const all = [waiver("A", "*", ["dev"], "core"), waiver("B", "aws_lb.*")];
    for (const [file, text] of filesOf(all)) write(file, text);
    expect(readWaivers(root)).toEqual(all);
    expect([...filesOf(all).keys()]).toEqual([
      "packages/core/waivers.json",
      "packages/services/waivers.json",
    ]);
  });

  test("are refused where a waiver gives no reason or no environment", () => {
    write(
      waiversFile("database"),
      JSON.stringify([{ rule: "A", resource: "*", environments: [], reason: "because" }]),
    );
    expect(() => readWaivers(root)).toThrow(
      /packages\/database\/waivers.json: 2 wrong settings[^]*\[0\].environments[^]*\[0\].reason.*because/,
    );
  });

  test("are refused where they name an environment that there is not", () => {
    write(
      waiversFile("network"),
      JSON.stringify([{ ...waiver("A", "*", ["dev", "prod"]), package: undefined }]),
    );
    expect(() => readWaivers(root)).toThrow(/\[0\].environments\[1\]: must be one of dev \(given: "prod"\)/);
  });

  test("are refused where a folder is in their place", () => {
    mkdirSync(join(root, waiversFile("network")), { recursive: true });
    expect(() => readWaivers(root)).toThrow(/packages\/network\/waivers.json[^]*it is a folder/);
  });

  test("are refused where one is no JSON", () => {
    write(waiversFile("network"), "[");
    expect(() => readWaivers(root)).toThrow(/packages\/network\/waivers.json: 1 wrong setting[^]*is no JSON/);
  });
});
