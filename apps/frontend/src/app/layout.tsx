import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Masthead } from "../components/masthead";
import "./globals.css";

export const metadata: Metadata = { title: "Strata", description: "Items and notifications." };

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#16191a" },
  ],
};

export default async function Layout({ children }: { readonly children: ReactNode }) {
  // Every page is rendered when it is asked for: its scripts carry the nonce of its answer.
  await connection();
  return (
    <html lang="en">
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <Masthead />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <footer className="foot">
          <p>Rendered on the server; the backend is asked from there only.</p>
        </footer>
      </body>
    </html>
  );
}
