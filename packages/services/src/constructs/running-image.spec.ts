import { synthesizeIn, type Synthesized } from "@strata/core/testing";
import { RunningImage, type RunningImageProps } from "./running-image";

/** A stack in which something uses the image. */
const stackWith = (decidedBy: RunningImageProps["decidedBy"]): Synthesized & { readonly image: string } => {
  let image = "";
  const stack = synthesizeIn((scope) => {
    ({ image } = new RunningImage(scope, "image", {
      parameterName: "/test/image",
      image: "registry/web:v1",
      decidedBy,
      template: "everything else",
    }));
    scope.addOverride("locals", { image });
  });
  return { ...stack, image };
};

describe("where the pipeline decides", () => {
  const stack = stackWith("pipeline");

  test("begins with the image of the settings, and lets the pipeline change it", () => {
    expect(stack.resource("aws_ssm_parameter")).toMatchObject({
      name: "/test/image",
      insecure_value: "registry/web:v1",
      lifecycle: { ignore_changes: ["insecure_value"] },
    });
    expect(stack.image).not.toBe("registry/web:v1");
  });

  test("remembers the image until the template changes", () => {
    expect(stack.resource("terraform_data")).toMatchObject({
      input: { image: expect.stringMatching(/aws_ssm_parameter\..*\.insecure_value/) as string },
      triggers_replace: { template: "everything else" },
      lifecycle: { ignore_changes: ["input"] },
    });
  });
});

test("where the settings decide, their image runs, and the parameter says so", () => {
  const stack = stackWith("settings");
  expect(stack.image).toBe("registry/web:v1");
  expect(stack.resource("aws_ssm_parameter")).toMatchObject({ insecure_value: "registry/web:v1" });
  expect(stack.resource("aws_ssm_parameter")).not.toHaveProperty("lifecycle");
  expect(stack.resources("terraform_data")).toEqual({});
});
