import { synthesizeIn } from "@strata/core/testing";
import { RunningImage } from "./running-image";

const made: RunningImage[] = [];
const stack = synthesizeIn((scope) => {
  made.push(
    new RunningImage(scope, "image", {
      parameterName: "/test/image",
      firstImage: "registry/web:v1",
      template: "everything else",
    }),
  );
  scope.addOverride("locals", { image: made[0]?.image });
});

test("begins with the first image, and lets the pipeline change it", () => {
  expect(stack.resource("aws_ssm_parameter")).toMatchObject({
    name: "/test/image",
    insecure_value: "registry/web:v1",
    lifecycle: { ignore_changes: ["insecure_value"] },
  });
});

test("remembers the image until the template changes", () => {
  expect(stack.resource("terraform_data")).toMatchObject({
    input: { image: expect.stringMatching(/aws_ssm_parameter\..*\.insecure_value/) as string },
    triggers_replace: { template: "everything else" },
    lifecycle: { ignore_changes: ["input"] },
  });
});
