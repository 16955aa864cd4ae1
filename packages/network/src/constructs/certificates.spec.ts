import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { synthesizeIn } from "@strata/core/testing";
import { Certificates } from "./certificates";

const stack = synthesizeIn((scope) => {
  const provider = new AwsProvider(scope, "us-east-1", { alias: "us-east-1", region: "us-east-1" });
  new Certificates(scope, "certificates", {
    name: (...parts) => parts.join("-"),
    domain: "example.com",
    zoneId: "zone",
    certificates: {
      wildcard: { names: ["@", "*"] },
      cdn: { names: ["static", "@"], provider },
    },
  });
});

const [cdn, wildcard] = Object.values(stack.resources("aws_acm_certificate"));

test("names are relative to the domain", () => {
  expect(wildcard).toMatchObject({
    domain_name: "example.com",
    subject_alternative_names: ["*.example.com"],
    validation_method: "DNS",
  });
  expect(cdn).toMatchObject({ domain_name: "static.example.com", provider: "aws.us-east-1" });
  expect(wildcard).not.toHaveProperty("provider");
});

test("names that AWS validates by one record share it, over all certificates", () => {
  const records = Object.values(stack.resources("aws_route53_record"));
  expect(records).toHaveLength(2);
  for (const record of records) expect(record).toMatchObject({ zone_id: "zone", allow_overwrite: true });
  expect(records.map(({ name }) => /domain_name == "(.*)"/.exec(name as string)?.[1])).toEqual([
    "example.com",
    "static.example.com",
  ]);
});

test("readers wait until a certificate is valid", () => {
  const validations = Object.values(stack.resources("aws_acm_certificate_validation"));
  expect(validations.map(({ validation_record_fqdns: fqdns }) => (fqdns as string[]).length)).toEqual([2, 1]);
  expect(validations.map(({ provider }) => provider)).toEqual(["aws.us-east-1", undefined]);
});
