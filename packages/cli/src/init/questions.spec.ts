import { environmentSchema } from "../core";
import { answerTo, problemOf, type Question } from "./questions";

const account: Question = { option: "account", text: "AWS account", schema: environmentSchema.shape.account };
const region: Question = {
  ...account,
  option: "region",
  schema: environmentSchema.shape.region,
  proposal: "eu-west-1",
};

test("an option answers, when it is right", async () => {
  await expect(answerTo(account, "123456789012", "options")).resolves.toBe("123456789012");
  await expect(answerTo(account, "12", "ask")).rejects.toThrow(
    'The account must be the 12 digits of an AWS account (given: "12").',
  );
});

test("a proposal is taken when nobody wants to be asked", async () => {
  await expect(answerTo(region, undefined, "proposals")).resolves.toBe("eu-west-1");
  await expect(answerTo(account, undefined, "proposals")).rejects.toThrow("--account must say: AWS account.");
});

test("without a terminal the option is named", async () => {
  await expect(answerTo(region, undefined, "options")).rejects.toMatchObject({
    code: "option-missing",
    exitCode: 3,
    message:
      "Without a terminal to ask on, --region must say: AWS account. With --yes it would be eu-west-1.",
  });
});

test("what is typed is checked by the schema of environments", () => {
  expect(problemOf(account, "1")).toBe("must be the 12 digits of an AWS account");
  expect(problemOf(account, "123456789012")).toBeUndefined();
});
