import { Suspense, type ReactNode } from "react";
import type { Answer } from "../backend/client";
import { backendIsAway } from "../server/backend-away";
import { problemText } from "../words/problems";
import { Recover } from "./recover";

/**
 * How long a page waits for the backend before it is sent without the answer, in milliseconds. Usually the answer is there long
 * before: then nothing flickers, the status of the page is true, and no script is needed to put a late answer in its place.
 */
const PATIENCE = 500;

interface Props<T> {
  readonly answer: Promise<Answer<T>>;
  /** What is waited for: "items". */
  readonly what: string;
  /** A heading to show while and where there is nothing else. */
  readonly heading?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** What the backend answered; or that it is waited for; or that there is no answer. */
export async function Answered<T>(props: Props<T>) {
  const { answer, what, heading } = props;
  const early = await Promise.race([
    answer,
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE)),
  ]);
  if (early !== undefined) {
    if (!early.ok) backendIsAway();
    return <Shown {...props} answer={early} />;
  }
  return (
    <Suspense
      fallback={
        <>
          {heading}
          <Loading what={what} />
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
    </>
  );
}

function Loading({ what }: { readonly what: string }) {
  return (
    <div className="loading">
      <p role="status">Loading the {what} …</p>
      <div className="bones" aria-hidden="true">
        <div />
        <div />
        <div />
      </div>
      <noscript>
        <meta httpEquiv="refresh" content="4" />
      </noscript>
    </div>
  );
}
