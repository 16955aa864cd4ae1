/**
 * Whether a form was sent by a page of this site. Browsers send `Origin` with every POST, and scripts can't change it. The host is the
 * one that the browser asked for: load balancers and Nginx pass it on.
 */
export function isSameOrigin(origin: string | null, host: string | null): boolean {
  if (origin === null || host === null || !URL.canParse(origin)) return false;
  // The port that belongs to a scheme is left out by browsers, in Origin and in Host.
  return new URL(origin).host === host.toLowerCase();
}
