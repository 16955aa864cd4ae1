import type { Notice } from "../words/notices";

/** What came of the form that was sent last. */
export function NoticeLine({ notice }: { readonly notice: Notice | undefined }) {
  if (notice === undefined) return null;
  return (
    <p className={notice.isGood ? "notice" : "notice bad"} role={notice.isGood ? "status" : "alert"}>
      {notice.text}
    </p>
  );
}
