import { appSpec, filledIn, imageDefinitions, imageDetail } from "./deploy-files";

const IMAGE = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:0123456";
const APP_SPEC = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: "app"
          ContainerPort: 80
        CapacityProviderStrategy: [{"CapacityProvider":"FARGATE","Base":0,"Weight":1}]
`;

test("what AWS takes is taken", () => {
  expect(imageDefinitions(JSON.stringify([{ name: "app", imageUri: IMAGE }]))).toHaveLength(1);
  expect(imageDetail(JSON.stringify({ ImageURI: IMAGE }))).toBe(IMAGE);
  expect(imageDetail(JSON.stringify({ ImageURI: "127.0.0.1:5000/shop:1" }))).toBe("127.0.0.1:5000/shop:1");
  expect(appSpec(APP_SPEC).LoadBalancerInfo).toEqual({ ContainerName: "app", ContainerPort: 80 });
  expect(filledIn('{"image": "<IMAGE1_NAME>"}', "IMAGE1_NAME", IMAGE)).toBe(`{"image": "${IMAGE}"}`);
});

test.each([
  ["no container", () => imageDefinitions("[]")],
  ["an image without a tag", () => imageDefinitions('[{"name": "app", "imageUri": "example.com/shop"}]')],
  ["the name of the other file's field", () => imageDefinitions(`[{"name": "app", "ImageURI": "${IMAGE}"}]`)],
  ["more than 100 KB", () => imageDefinitions(`[${" ".repeat(100 * 1024)}]`)],
  ["an image in lower case", () => imageDetail(`{"imageUri": "${IMAGE}"}`)],
  ["another version", () => appSpec(APP_SPEC.replace("0.0", "0.2"))],
  ["a revision that is filled in already", () => appSpec(APP_SPEC.replace("<TASK_DEFINITION>", "arn:aws:1"))],
  ["a port as text", () => appSpec(APP_SPEC.replace("ContainerPort: 80", 'ContainerPort: "80"'))],
  [
    "names of ECS in place of CodeDeploy's",
    () => appSpec(APP_SPEC.replace('CapacityProvider":', 'capacityProvider":')),
  ],
  ["nothing that has a weight", () => appSpec(APP_SPEC.replace('"Weight":1', '"Weight":0'))],
  ["no place for the image", () => filledIn("{}", "IMAGE1_NAME", IMAGE)],
  ["two places for the image", () => filledIn("<IMAGE1_NAME> <IMAGE1_NAME>", "IMAGE1_NAME", IMAGE)],
])("%s is refused", (_, read) => {
  expect(read).toThrow();
});
