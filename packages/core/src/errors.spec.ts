import { awsRefused, notAPlanFolder, stateUnreadable } from "./errors";

test("a quoted sentence which ends with its own full stop is followed by no second one", () => {
  expect(awsRefused("the bucket", "AccessDenied: You may not.").message).toBe(
    "AWS refused the bucket: AccessDenied: You may not.",
  );
  expect(awsRefused("the bucket", "AccessDenied: You may not").message).toBe(
    "AWS refused the bucket: AccessDenied: You may not.",
  );
  expect(stateUnreadable("dev/network.tfstate", 'it ends with "}".').message).toContain(
    'can\'t be read: it ends with "}". Nothing was changed.',
  );
});

test.each(["..", "../..", "plans/..", "plans..old", "what..."])("the path %s stays as it is", (path) => {
  expect(notAPlanFolder(path).message).toContain(`${path} holds no plans`);
});
