import { readForm } from "../../../forms/read-form";
import { noticeOfProblem, seeOther } from "../../../forms/redirect";
import { backendOfRequest } from "../../backend";

/** The button "Mark all as read". */
export async function POST(request: Request): Promise<Response> {
  const form = await readForm(request);
  if (!form.ok) return form.refusal;
  const answer = await (await backendOfRequest()).readAll();
  return seeOther("/notifications", { notice: answer.ok ? "read" : noticeOfProblem(answer.problem) });
}
