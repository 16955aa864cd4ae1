import { isMoreThanEmpty } from "./state-store";

/** A state as Terraform prints it, with the longest version and serial that will ever be. */
const state = (more: object): string =>
  `${JSON.stringify(
    {
      version: 4,
      terraform_version: "1.11.4-beta20250319",
      serial: 1234567,
      lineage: "3a1c2f4e-9f1b-7c44-0a53-7d6f52a0c1de",
      outputs: {},
      resources: [],
      check_results: null,
      ...more,
    },
    undefined,
    2,
  )}\n`;

/** What Terraform keeps of a condition of a resource which was destroyed. */
const condition = (index: number): object => ({
  object_kind: "resource",
  config_addr: `aws_lb.balancer${index}_balancer_0123ABCD`,
  status: "unknown",
  objects: null,
});

const text = (bytes: number): { value: string; type: string } => ({
  value: "x".repeat(bytes),
  type: "string",
});
const CONFIG = {
  bucket: "shop-tfstate-123456789012-eu-west-1",
  key: "shop/registry.tfstate",
  region: "eu-west-1",
};

/** The least that a reader holds: the state which it reads, one resource, its own contract. */
const reader = state({
  outputs: { contract: { value: { version: 1, digest: "0123456789ab" }, type: ["object", {}] } },
  resources: [
    {
      mode: "data",
      type: "terraform_remote_state",
      name: "registry",
      provider: 'provider["terraform.io/builtin/terraform"]',
      instances: [
        {
          schema_version: 0,
          attributes: {
            backend: "s3",
            config: {
              value: CONFIG,
              type: ["object", Object.fromEntries(Object.keys(CONFIG).map((key) => [key, "string"]))],
            },
            defaults: null,
            outputs: { value: { contract: text(60), repository: text(150) }, type: ["object", {}] },
            workspace: null,
          },
          sensitive_attributes: [],
        },
      ],
    },
    {
      mode: "managed",
      type: "aws_ssm_parameter",
      name: "image",
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [
        {
          schema_version: 0,
          attributes: { arn: "x".repeat(80), name: "/shop/image", value: "x".repeat(80) },
        },
      ],
    },
  ],
});

test("the size of a reader's state tells whether it holds anything", () => {
  expect(isMoreThanEmpty(0)).toBe(false);
  expect(isMoreThanEmpty(state({}).length)).toBe(false);
  expect(
    isMoreThanEmpty(
      state({ check_results: Array.from({ length: 8 }, (_, index) => condition(index)) }).length,
    ),
  ).toBe(false);
  expect(isMoreThanEmpty(reader.length)).toBe(true);
});
