import { REGION, type AwsCredentials } from "./aws";

const ISSUER = "token.actions.githubusercontent.com";

/** The account of the blueprints, which the emulator answers in. */
export const ACCOUNT = "123456789012";

/** What a session of a role is signed with. */
export type Credentials = Required<AwsCredentials>;

/** The credentials as the environment variables which Terraform and the SDKs read. */
export const variablesOf = (credentials: Credentials): Readonly<Record<string, string>> => ({
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token as a job at GitHub gets it; the emulator reads its claims and does not check its signature. */
const tokenOf = (subject: string): string =>
  [
    { alg: "RS256", typ: "JWT" },
    { iss: `https://${ISSUER}`, aud: "sts.amazonaws.com", sub: subject },
  ]
    .map(part)
    .concat("signature")
    .join(".");

/**
 * Takes a role on as a job at GitHub does.
 * @param subject such as `repo:owner/name:environment:prod-network`
 * @returns undefined where the role does not trust the subject
 */
export async function takeOn(
  endpoint: string,
  role: string,
  subject: string,
): Promise<Credentials | undefined> {
  return session(endpoint, {
    Action: "AssumeRoleWithWebIdentity",
    RoleArn: arnOf(role),
    WebIdentityToken: tokenOf(subject),
  });
}

/** Takes a role on as somebody in the account, which it must trust. */
export async function assume(endpoint: string, role: string): Promise<Credentials> {
  const scope = `administrator/20260101/${REGION}/sts/aws4_request`;
  const credentials = await session(
    endpoint,
    { Action: "AssumeRole", RoleArn: arnOf(role) },
    { Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
  );
  if (credentials === undefined) throw new Error(`${role} does not trust the account`);
  return credentials;
}

const arnOf = (role: string): string => `arn:aws:iam::${ACCOUNT}:role/${role}`;

/** What STS answers; undefined where it refuses. */
async function session(
  endpoint: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Credentials | undefined> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ Version: "2011-06-15", RoleSessionName: "e2e", ...parameters }).toString(),
  });
  const answer = await response.text();
  if (answer.includes("<Code>AccessDenied</Code>")) return undefined;
  const value = (name: string): string => {
    const found = new RegExp(`<${name}>(.*?)</${name}>`).exec(answer)?.[1];
    if (found === undefined) throw new Error(`${parameters.RoleArn ?? ""}: ${answer}`);
    return found;
  };
  return {
    accessKeyId: value("AccessKeyId"),
    secretAccessKey: value("SecretAccessKey"),
    sessionToken: value("SessionToken"),
  };
}

/** Whether AWS refuses, for want of rights, to do what is asked; other errors mean that it was allowed to ask. */
export async function refused(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return false;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.message.includes("can't judge")) throw error;
    return ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"].includes(error.name);
  }
}
