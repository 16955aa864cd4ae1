import { channel } from "node:diagnostics_channel";

/**
 * A page has nothing to say but that the backend doesn't answer. Pages can't set the status of their answer in Next.js, so
 * they publish it here, and the server which has the answer in hand makes it 503. It is a channel of Node.js because pages and server
 * are compiled apart and share no module.
 */
export const backendAway = channel("strata.frontend.backend-away");
