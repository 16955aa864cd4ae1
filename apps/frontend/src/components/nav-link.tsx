"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A link of the navigation, which says when it is the page that is shown. A layout doesn't know its page; the client does, also on the server. */
export function NavLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} aria-current={usePathname() === href ? "page" : undefined}>
      {children}
    </a>
  );
}
