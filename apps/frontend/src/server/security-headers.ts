/** What the page may load and do. The nonce marks the scripts that Next.js writes into the page. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** The headers of every answer. */
export function securityHeaders(policy: string): Readonly<Record<string, string>> {
  return {
    "content-security-policy": policy,
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    // Not "no-referrer": browsers would then send forms with the origin "null", and the check of the origin refuse them.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    // For browsers that don't know frame-ancestors.
    "x-frame-options": "DENY",
  };
}
