import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "./finding";
import { extended, fits, judge, readWaivers, type Waiver } from "./waivers";

const finding = (rule: string, resource: string): Finding => ({
  layer: "services",
  tool: "checkov",
  rule,
  resource,
  message: "must be better",
});

const waiver = (rule: string, resource: string, environments = ["dev"]): Waiver => ({
  rule,
  resource,
  environments,
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

describe("the file", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "strata-waivers-"));
    mkdirSync(join(root, "lint"));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  test("is refused where a waiver gives no reason or no environment", () => {
    const wrong = [{ rule: "A", resource: "*", environments: [], reason: "because" }];
    writeFileSync(join(root, "lint/waivers.json"), JSON.stringify(wrong));
    expect(() => readWaivers(root)).toThrow(
      /lint\/waivers.json: 2 wrong settings[^]*0.environments[^]*0.reason/,
    );
  });
});
