import { Badge } from "./badge";
import { NavLink } from "./nav-link";

/** The head of every page. */
export function Masthead() {
  return (
    <header className="masthead">
      <div>
        <a className="brand" href="/">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 3 22 8 12 13 2 8Z" />
            <path d="m2 12 10 5 10-5" />
            <path d="m2 16 10 5 10-5" />
          </svg>
          Strata
        </a>
        <nav aria-label="Pages">
          <NavLink href="/">Items</NavLink>
          <NavLink href="/notifications">
            Notifications
            <Badge />
          </NavLink>
        </nav>
      </div>
    </header>
  );
}
