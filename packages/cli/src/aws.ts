import { connect } from "node:net";
import { clockRefusal } from "./clock";
import { awsRefused, endpointSilent, endpointWrong, noCredentials, StrataError } from "./core";

/** The variable which keeps the SDK from saying which Node.js it will need one day. */
export const SDK_WARNING = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";
process.env[SDK_WARNING] ??= "true";

/** The fields of the SDK's errors that tell what happened. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Names of errors that mean: these credentials are no good. */
const CREDENTIAL_ERRORS = [
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
];

/** What an error of the SDK means to a person. */
export function explainAwsError(
  error: unknown,
  what: string,
  endpoint = process.env.AWS_ENDPOINT_URL,
): StrataError {
  const { name, message, code, $response } = error as SdkError;
  if (endpoint !== undefined && !URL.canParse(endpoint)) return endpointWrong(endpoint);
  if (endpoint !== undefined && code === "ECONNREFUSED") return endpointSilent(endpoint);
  const explained = awsRefused(what, `${name}: ${message === "" ? (code ?? "no reason given") : message}`);
  const date = $response?.headers?.date;
  const clocks = date === undefined ? undefined : { here: Date.now(), aws: Date.parse(date) };
  const clock = clockRefusal(explained.message, clocks);
  if (clock !== undefined) return clock;
  if (CREDENTIAL_ERRORS.includes(name)) return noCredentials(firstSentence(message));
  explained.cause = error;
  return explained;
}

/** Whether an explained error says that the credentials lack a right. */
export const isDenied = (error: unknown): boolean =>
  error instanceof StrataError && (error.cause as SdkError | undefined)?.name === "AccessDenied";

const firstSentence = (text: string): string => text.replace(/\.?\s*$/, "").split("\n")[0] ?? text;

export const isNotFound = (error: unknown): boolean =>
  ["NoSuchKey", "NoSuchBucket", "NotFound", "NotFoundException"].includes((error as SdkError).name);

/** Whether something answers at a URL. */
export function isListening(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(port === "" ? (protocol === "https:" ? 443 : 80) : Number(port), hostname);
    const answer = (answered: boolean) => (): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(3000, answer(false));
    socket.once("connect", answer(true));
    socket.once("error", answer(false));
  });
}
