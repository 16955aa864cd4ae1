import { fargateMemory, isFargateSize } from "./fargate";

test.each([
  [256, 512, true],
  [256, 4096, false],
  [512, 1024, true],
  [512, 512, false],
  [1024, 8192, true],
  [1024, 8193, false],
  [2048, 16384, true],
  [4096, 30720, true],
  [300, 512, false],
])("%i CPU units with %i MiB: %s", (cpu, memory, expected) => {
  expect(isFargateSize(cpu, memory)).toBe(expected);
});

test("the sizes are those of the ECS developer guide", () => {
  expect(fargateMemory(256)).toEqual([512, 1024, 2048]);
  expect(fargateMemory(512)).toEqual([1024, 2048, 3072, 4096]);
  expect(fargateMemory(8)).toBeUndefined();
});
