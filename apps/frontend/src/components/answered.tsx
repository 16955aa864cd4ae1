import { Suspense, type ReactNode } from "react";
import type { Answer } from "../backend/client";
import { withPatience } from "../backend/patience";
import { backendIsAway } from "../server/backend-away";
import { problemText } from "../words/problems";
import { Recover } from "./recover";

interface Props<T> {
  readonly answer: Promise<Answer<T>>;
  /** What is waited for: "items". */
  readonly what: string;
  /** The address of the page, to ask for it again where no script runs. With the fragment of its present one, a browser would stay there. */
  readonly here: string;
  /** A heading to show while and where there is nothing else. */
  readonly heading?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** What the backend answered; or that it is waited for; or that there is no answer. */
export async function Answered<T>(props: Props<T>) {
  const { answer, what, here, heading } = props;
  const early = await withPatience(answer);
  if (early !== undefined) {
    if (!early.ok) backendIsAway();
    return <Shown {...props} answer={early} />;
  }
  return (
    <Suspense
      fallback={
        <>
          {heading}
          <Loading what={what} here={here} />
        </>
      }
    >
      <Late {...props} />
    </Suspense>
  );
}

async function Late<T>(props: Props<T>) {
  return <Shown {...props} answer={await props.answer} />;
}

function Shown<T>({
  answer,
  what,
  here,
  heading,
  children,
}: Omit<Props<T>, "answer"> & { readonly answer: Answer<T> }) {
  if (answer.ok) return children(answer.data);
  return (
    <>
      {heading}
      <div className="away" role="alert">
        <h2>The {what} can’t be shown right now</h2>
        <p>{problemText(answer.problem)} This page tries again by itself every few seconds.</p>
      </div>
      <Recover />
      <AgainWithoutScript here={here} />
    </>
  );
}

function Loading({ what, here }: { readonly what: string; readonly here: string }) {
  return (
    <div className="loading">
      <p role="status">Loading the {what} …</p>
      <div className="bones" aria-hidden="true">
        <div />
        <div />
        <div />
      </div>
      <AgainWithoutScript here={here} />
    </div>
  );
}

function AgainWithoutScript({ here }: { readonly here: string }) {
  return (
    <noscript>
      <meta httpEquiv="refresh" content={`4; url=${here}`} />
    </noscript>
  );
}
