import { isSameOrigin } from "./same-origin";

/** The longest form, in bytes: every field full, each character written as twelve. */
const MAX_BYTES = 16_384;

/** The fields of a form, or the answer to one that is refused. */
export type ReadForm =
  | { readonly ok: true; readonly fields: URLSearchParams }
  | { readonly ok: false; readonly refusal: Response };

/** Reads a form that a page of this site has sent. */
export async function readForm(request: Request): Promise<ReadForm> {
  if (!isSameOrigin(request.headers.get("origin"), request.headers.get("host"))) {
    return refused(403, "This form was not sent by a page of this site.");
  }
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim();
  if (type !== "application/x-www-form-urlencoded") {
    return refused(415, "A form is sent as application/x-www-form-urlencoded.");
  }
  const text = await readText(request.body);
  return text === undefined
    ? refused(413, `A form has at most ${MAX_BYTES} bytes.`)
    : { ok: true, fields: new URLSearchParams(text) };
}

function refused(status: number, words: string): ReadForm {
  return { ok: false, refusal: new Response(`${words}\n`, { status }) };
}

/** The body as text; undefined when it is too long, of which no more is read. */
async function readText(body: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  if (body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString("utf8");
    length += value.length;
    if (length > MAX_BYTES) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}
