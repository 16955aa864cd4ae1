import { parseNewItem } from "../../forms/item-form";
import { readForm } from "../../forms/read-form";
import { noticeOfProblem, seeOther } from "../../forms/redirect";
import { backendOfRequest } from "../backend";

/** The form "Add an item". */
export async function POST(request: Request): Promise<Response> {
  const form = await readForm(request);
  if (!form.ok) return form.refusal;
  const parsed = parseNewItem(form.fields);
  if (!parsed.ok) return again(form.fields, parsed.field);
  const answer = await (await backendOfRequest()).addItem(parsed.item);
  return answer.ok ? seeOther("/", { notice: "added" }) : again(form.fields, noticeOfProblem(answer.problem));
}

/** Back to the form, with what was written. */
function again(fields: URLSearchParams, notice: string): Response {
  const kept = ["title", "name", "img"].map((name) => [name, (fields.get(name) ?? "").slice(0, 300)]);
  return seeOther("/", { notice, ...Object.fromEntries(kept) }, "add");
}
