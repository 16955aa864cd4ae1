import { explainAwsError } from "./aws";
import { clockRefusal } from "./clock";

const SKEWED =
  "RequestTimeTooSkewed: The difference between the request time and the current time is too large.";

test.each([
  [
    "Signature expired: 20260101T100000Z is now earlier than 20260101T104500Z (20260101T110000Z - 15 min.)",
    "60 minutes behind AWS's",
  ],
  [
    "Signature not yet current: 20260101T120100Z is still later than 20260101T110500Z (20260101T110000Z + 5 min.)",
    "61 minutes ahead of AWS's",
  ],
  [SKEWED, "another one than AWS's"],
])("%s", (words, off) => {
  const error = clockRefusal(`terraform plan of network failed:\n${words}`);
  expect(error).toMatchObject({ code: "clock-off", exitCode: 1 });
  expect(error?.message).toContain(`the machine's clock is ${off}. Set the clock`);
  expect(error?.message).toContain(words);
});

test.each([
  "SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.",
  "ExpiredToken: The security token included in the request is expired",
  "RequestExpired: Request has expired.",
])("nothing is said of the clock where AWS says: %s", (words) => {
  expect(clockRefusal(words)).toBeUndefined();
});

test("the SDK's error has AWS's time in the header of the answer", () => {
  const headers = { date: new Date(Date.now() + 3_600_000).toUTCString() };
  const [name = "", message] = SKEWED.split(": ");
  const error = Object.assign(new Error(message), { name, $response: { headers } });
  expect(explainAwsError(error, "the list").message).toMatch(
    /clock is 60 minutes behind.*AWS refused the list/,
  );
});

test("a signature of another time is no matter of credentials", () => {
  const words =
    "Signature expired: 20260101T100000Z is now earlier than 20260101T100500Z (20260101T102000Z - 15 min.)";
  const error = Object.assign(new Error(words), { name: "SignatureDoesNotMatch" });
  expect(explainAwsError(error, "it")).toMatchObject({ code: "clock-off" });
  expect(explainAwsError(Object.assign(error, { message: "no match" }), "it")).toMatchObject({
    code: "no-credentials",
  });
});
