import { parseMark } from "../../../forms/item-form";
import { readForm } from "../../../forms/read-form";
import { noticeOfProblem, seeOther } from "../../../forms/redirect";
import { backendOfRequest } from "../../backend";

/** The star of an item. */
export async function POST(request: Request): Promise<Response> {
  const form = await readForm(request);
  if (!form.ok) return form.refusal;
  // Back to the list that the form was in.
  const shown: Record<string, string> = form.fields.get("shown") === "favorites" ? { favorite: "true" } : {};
  const mark = parseMark(form.fields);
  if (mark === undefined) return seeOther("/", { ...shown, notice: "form" });
  const answer = await (await backendOfRequest()).setFavorite(mark.id, mark.favorite);
  const notice = answer.ok ? (mark.favorite ? "marked" : "unmarked") : noticeOfProblem(answer.problem);
  // The browser goes on from the item, so that a keyboard doesn't begin at the top again.
  return seeOther("/", { ...shown, notice }, `item-${mark.id}`);
}
