import { countsOf } from "../counts";
import type { LayerReport, Report, ReportedAttribute, ReportedChange, Shown } from "../report";

const value = (of: unknown): Shown => ({ kind: "value", json: JSON.stringify(of) });
const UNKNOWN: Shown = { kind: "unknown" };
const MASKED: Shown = { kind: "masked" };

const attribute = (
  path: string,
  before: Shown | undefined,
  after: Shown | undefined,
  forcesReplacement = false,
): ReportedAttribute => ({
  path,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
  forcesReplacement,
});

const change = (
  action: ReportedChange["action"],
  address: string,
  path: string | undefined,
  attributes: readonly ReportedAttribute[],
  more: Partial<ReportedChange> = {},
): ReportedChange => ({
  address,
  type: address.split(".")[0] ?? "",
  ...(path !== undefined && { path }),
  action,
  attributes: [...attributes],
  ...more,
});

/** A layer's report, with its counts counted. */
export function layerReport(
  layer: string,
  owner: string,
  { changes = [], outputs = [], drift = [], moves = [], findings = [], ...more }: Partial<LayerReport>,
): LayerReport {
  return {
    layer,
    owner,
    kind: "plan",
    counts: countsOf({ changes, outputs, drift }),
    changes,
    outputs,
    drift,
    moves,
    findings,
    ...more,
  };
}

const SERVICES = { layer: "services", owner: "@strata/services-team" };
const PIPELINE = { layer: "pipeline", owner: "@strata/delivery-team" };

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [1, 2, 3, 4].map((index) => ({
    Sid: `Statement${index}`,
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:ListBucket"],
    Resource: [`arn:aws:s3:::sbcntr-artifacts-${index}`, `arn:aws:s3:::sbcntr-artifacts-${index}/*`],
  })),
});

/** A report which holds one of everything that a report can hold. */
export const SAMPLE_REPORT: Report = {
  version: 1,
  environment: "sbcntr",
  commit: "8c1f6a0d9be14c5f8f7f0f0f4b7a2a6c0b1d2e3f",
  plannedAt: "2026-11-21T20:45:10.000Z",
  layers: [
    layerReport("network", "@strata/network-team", {
      changes: [
        change(
          "delete",
          "aws_subnet.subnets_old-1a_4F0A11C2",
          undefined,
          [
            attribute("cidr_block", value("10.0.240.0/24"), undefined),
            attribute("availability_zone", value("ap-northeast-1a"), undefined),
          ],
          { reason: "it is no longer in the code" },
        ),
        change("update", "aws_security_group.security-groups_ingress_5B1E90AA", "security-groups/ingress", [
          attribute("ingress[1].cidr_blocks[0]", value("0.0.0.0/0"), value("203.0.113.0/24")),
          attribute("ingress[1].description", undefined, value("from the office <only>")),
          attribute("tags.Owner", value("@strata/platform-team"), value("@strata/network-team")),
        ]),
        change("create", "aws_subnet.subnets_cache-1a_91C0D2E3", "subnets/cache-1a", [
          attribute("arn", undefined, UNKNOWN),
          attribute("availability_zone", undefined, value("ap-northeast-1a")),
          attribute("cidr_block", undefined, value("10.0.19.0/24")),
          attribute("id", undefined, UNKNOWN),
          attribute("tags.Name", undefined, value("sbcntr-cache-1a")),
          attribute("vpc_id", undefined, value("vpc-0a1b2c3d4e5f67890")),
        ]),
        change("create", "aws_subnet.subnets_cache-1c_7A33B1F0", "subnets/cache-1c", [
          attribute("cidr_block", undefined, value("10.0.20.0/24")),
        ]),
        change("move", "aws_route_table.routes_isolated_0C9D8E7F", "routes/isolated", [], {
          previousAddress: "aws_route_table.route-tables_isolated_1F2E3D4C",
        }),
      ],
      outputs: [
        {
          path: "subnet_ids.cache",
          after: UNKNOWN,
          readers: [],
        },
        {
          path: "security_group_ids.ingress",
          before: value("sg-0123456789abcdef0"),
          after: UNKNOWN,
          readers: [SERVICES],
        },
      ],
      findings: [
        {
          tool: "checkov",
          rule: "CKV_AWS_260",
          resource: "aws_security_group.security-groups_ingress_5B1E90AA",
          message: "Ensure no security groups allow ingress from 0.0.0.0:0 to port 80",
          waiver: "The public load balancer answers everyone.",
        },
      ],
    }),
    layerReport("registry", "@strata/platform-team", {}),
    layerReport("database", "@strata/data-team", {
      changes: [
        change(
          "replace",
          "aws_db_instance.databases_main_instance_6D2B7C11",
          "databases/main/instance",
          [
            attribute("engine_version", value("8.0.35"), value("8.4.3")),
            attribute("storage_encrypted", value(false), value(true), true),
            attribute("master_user_secret[0].secret_arn", MASKED, UNKNOWN),
            attribute("password", MASKED, MASKED),
            attribute("address", value("main.abc.ap-northeast-1.rds.amazonaws.com"), UNKNOWN),
          ],
          { holds: "the database with its data", reason: "storage_encrypted can't be changed in place" },
        ),
        change("import", "aws_cloudwatch_log_group.logs_slow_A1B2C3D4", "logs/slow", [
          attribute("retention_in_days", undefined, value(30)),
        ]),
      ],
      outputs: [
        {
          path: "databases.main.connection_secret_arn",
          before: value("arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:sbcntr-main-AbCdEf"),
          after: UNKNOWN,
          readers: [SERVICES],
        },
      ],
      drift: [
        change(
          "update",
          "aws_db_parameter_group.databases_main_parameters_0F1E2D3C",
          "databases/main/parameters",
          [attribute("parameter[3].value", value("utf8mb4"), value("latin1"))],
        ),
      ],
    }),
    layerReport("services", "@strata/services-team", {
      kind: "what-if",
      changes: [
        change("delete", "aws_ecs_service.services_front_service_C0FFEE00", undefined, [
          attribute("name", value("front"), undefined),
        ]),
        change(
          "replace",
          "aws_ecs_task_definition.services_backend_task_77AA88BB",
          "services/backend/task",
          [
            attribute(
              "container_definitions[0].image",
              value("123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/sbcntr-backend:v1.4.0"),
              value("123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/sbcntr-backend:v1.5.0"),
              true,
            ),
            attribute("container_definitions[0].environment[0].value", MASKED, MASKED, true),
            attribute("cpu", value("256"), value("512"), true),
          ],
          { reason: "container_definitions, cpu can't be changed in place" },
        ),
        change("update", "aws_iam_role_policy.services_backend_policy_1234ABCD", "services/backend/policy", [
          attribute("policy", value(POLICY), value(POLICY.replace("artifacts-3", "documents-3"))),
        ]),
        change("create", "aws_ecs_service.services_frontend_service_00C0FFEE", "services/frontend/service", [
          attribute("name", undefined, value("frontend")),
          attribute("desired_count", undefined, value(2)),
          attribute("cluster", undefined, UNKNOWN),
        ]),
        change("forget", "aws_wafv2_web_acl.waf_acl_5A5A5A5A", undefined, []),
      ],
      outputs: [
        {
          path: "services.backend.task_definition_parameter",
          before: value("/sbcntr/backend/task"),
          after: value("/sbcntr/backend/task-definition"),
          readers: [PIPELINE],
        },
      ],
      moves: [
        {
          from: "aws_ecs_service.services_front_service_C0FFEE00",
          to: "aws_ecs_service.services_frontend_service_00C0FFEE",
          path: "services/frontend/service",
        },
      ],
    }),
    layerReport("pipeline", "@strata/delivery-team", {
      kind: "what-if",
      error:
        "The layer pipeline needs repository_urls.sbcntr-batch of registry, which registry does not publish.\nKnown: sbcntr-backend, sbcntr-frontend.",
    }),
  ],
  rights: [
    {
      layer: "services",
      gained: { reads: ["database"], resources: ["aws_sqs_queue"], data: [] },
      lost: { reads: [], resources: ["aws_wafv2_web_acl"], data: ["aws_ami"] },
    },
  ],
  edges: [
    { reader: "database", producer: "network", uses: ["security_group_ids.database", "subnet_ids.db"] },
    {
      reader: "services",
      producer: "network",
      uses: ["security_group_ids.ingress", "subnet_ids.container", "vpc_id"],
    },
    { reader: "services", producer: "registry", uses: ["repository_urls.sbcntr-backend"] },
    { reader: "services", producer: "database", uses: ["databases.main.connection_secret_arn"] },
    { reader: "pipeline", producer: "network", uses: [] },
    { reader: "pipeline", producer: "registry", uses: ["repository_urls.sbcntr-backend"] },
    {
      reader: "pipeline",
      producer: "services",
      uses: ["cluster_name", "services.backend.task_definition_parameter"],
    },
  ],
};
