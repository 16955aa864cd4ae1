"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** The time between two attempts, in milliseconds. */
const INTERVAL = 3000;

/**
 * Asks for the page again until the backend is back. Where the focus is, it stays. The page is asked for in the quiet first: Next.js
 * would leave it for the browser's own error when the frontend itself is away for a moment.
 */
export function Recover() {
  const router = useRouter();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const attempt = async (): Promise<void> => {
      const isBack = await fetch(location.href, { method: "HEAD", cache: "no-store" }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isBack) router.refresh();
      timer = setTimeout(() => void attempt(), INTERVAL);
    };
    timer = setTimeout(() => void attempt(), INTERVAL);
    return () => {
      clearTimeout(timer);
    };
  }, [router]);
  return null;
}
