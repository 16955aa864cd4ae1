import { rollingLimits, tasksAtMost } from "./task-count";

const rolling = { kind: "rolling", oneByOne: false } as const;
const oneByOne = { kind: "rolling", oneByOne: true } as const;

test.each([1, 2, 3, 7, 10, 60, 100])("one by one: of %i tasks one more runs for a while", (desired) => {
  const { minimumHealthyPercent, maximumPercent } = rollingLimits(oneByOne, desired);
  expect(minimumHealthyPercent).toBe(100);
  expect(Math.floor((desired * maximumPercent) / 100)).toBe(desired + 1);
});

test("the percentages of the settings, or those of AWS", () => {
  expect(rollingLimits(rolling, 3)).toEqual({ minimumHealthyPercent: 100, maximumPercent: 200 });
  expect(rollingLimits({ ...rolling, minimumHealthyPercent: 50, maximumPercent: 150 }, 4)).toEqual({
    minimumHealthyPercent: 50,
    maximumPercent: 150,
  });
  expect(rollingLimits(oneByOne, 0)).toEqual({ minimumHealthyPercent: 100, maximumPercent: 200 });
});

test("as many tasks as autoscaling and a deployment allow together", () => {
  const autoscaling = {
    min: 1,
    max: 6,
    cpuPercent: 60,
    scaleInSeconds: 300,
    scaleOutSeconds: 60,
    schedule: {},
  };
  expect(tasksAtMost({ desiredCount: 3, deployment: oneByOne })).toBe(4);
  expect(tasksAtMost({ desiredCount: 2, deployment: rolling, autoscaling })).toBe(12);
  expect(tasksAtMost({ desiredCount: 3, deployment: { kind: "blue-green", testPort: 81 } })).toBe(6);
  const day = { cron: "0 8 * * ? *", timezone: "UTC", min: 4, max: 10 };
  expect(
    tasksAtMost({
      desiredCount: 2,
      deployment: rolling,
      autoscaling: { ...autoscaling, schedule: { day } },
    }),
  ).toBe(20);
});
