import type { Metadata } from "next";

export const metadata: Metadata = { title: "Not found · Strata" };

export default function NotFound() {
  return (
    <section className="narrow">
      <h1>Nothing is here</h1>
      <p>
        This address leads nowhere. <a href="/">The items are there.</a>
      </p>
    </section>
  );
}
