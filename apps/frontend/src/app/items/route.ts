import { parseNewItem, type Field } from "../../forms/item-form";
import { readForm } from "../../forms/read-form";
import { noticeOfProblem, seeOther } from "../../forms/redirect";
import type { NoticeName } from "../../words/notices";
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
function again(fields: URLSearchParams, notice: NoticeName): Response {
  const kept = (name: Field): string => (fields.get(name) ?? "").slice(0, 300);
  const query = { notice, title: kept("title"), name: kept("name"), img: kept("img") };
  return seeOther("/", query, "add");
}
