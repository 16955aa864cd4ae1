import { parse } from "yaml";
import { z } from "zod";

/*
 * The files which a build hands to a deployment, as AWS describes them. Each function takes the text of a file, and throws
 * where AWS would not take it.
 *
 * CodePipeline user guide: "Image definitions file reference", "Amazon ECS and CodeDeploy blue-green deploy action
 * reference". CodeDeploy user guide: "AppSpec 'resources' section".
 */

/** A repository and a tag or a digest, as ECS pulls it. */
const imageUri = z.string().regex(/^[\w.-]+(:\d+)?(\/[a-z0-9._-]+)+(:[\w.-]{1,128}|@sha256:[0-9a-f]{64})$/);

/** Up to 255 letters, digits, - and _ (ECS: API_ContainerDefinition). */
const containerName = z.string().regex(/^[\w-]{1,255}$/);

const LARGEST_IMAGE_DEFINITIONS = 100 * 1024;

/** imagedefinitions.json, for the standard (rolling) ECS action: which container gets which image. */
export function imageDefinitions(text: string) {
  if (Buffer.byteLength(text) > LARGEST_IMAGE_DEFINITIONS) throw new Error("it has more than 100 KB");
  return z
    .array(z.strictObject({ name: containerName, imageUri }))
    .min(1)
    .parse(JSON.parse(text));
}

/** imageDetail.json, for the action CodeDeployToECS. Returns the image. */
export function imageDetail(text: string): string {
  return z.strictObject({ ImageURI: imageUri }).parse(JSON.parse(text)).ImageURI;
}

/** CodePipeline puts the revision that it has registered in the place of this text. */
const REVISION = "<TASK_DEFINITION>";

const properties = z.strictObject({
  TaskDefinition: z.literal(REVISION),
  LoadBalancerInfo: z.strictObject({
    ContainerName: containerName,
    ContainerPort: z.int().min(1).max(65535),
  }),
  CapacityProviderStrategy: z
    .array(
      z.strictObject({
        CapacityProvider: z.string().min(1),
        Base: z.int().min(0).max(100_000),
        Weight: z.int().min(0).max(1000),
      }),
    )
    .min(1)
    .max(20)
    // Only one may have a base, and one must have a weight (ECS: API_CapacityProviderStrategyItem).
    .refine((shares) => shares.filter(({ Base }) => Base > 0).length <= 1)
    .refine((shares) => shares.some(({ Weight }) => Weight > 0)),
});

const target = z.strictObject({
  TargetService: z.strictObject({ Type: z.literal("AWS::ECS::Service"), Properties: properties }),
});

/** appspec.yaml, for CodeDeploy. Returns its properties of the one service. */
export function appSpec(text: string): z.output<typeof properties> {
  // YAML has a number here, of which nothing can be seen but 0.
  if (!/^version: 0\.0$/m.test(text)) throw new Error("its version is not 0.0");
  const { Resources } = z
    .strictObject({ version: z.literal(0), Resources: z.tuple([target]) })
    .parse(parse(text));
  return Resources[0].TargetService.Properties;
}

/** A file with what CodePipeline puts into it, where it has the text `<placeholder>`. */
export function filledIn(text: string, placeholder: string, value: string): string {
  const [before, after, ...more] = text.split(`<${placeholder}>`);
  if (after === undefined || more.length > 0) throw new Error(`it has <${placeholder}> not exactly once`);
  return `${before}${value}${after}`;
}
