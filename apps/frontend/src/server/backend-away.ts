import { channel, subscribe } from "node:diagnostics_channel";

const NAME = "strata.frontend.backend-away";
const pages = channel(NAME);

/*
 * Pages can't set the status of their answer in Next.js, so they tell the server, which has the answer in hand. They do it
 * through a channel of Node.js, because pages and server are compiled apart and share no module.
 */

/** A page has nothing to say but that the backend doesn't answer. */
export const backendIsAway = (): void => {
  pages.publish(undefined);
};

/** Calls back, within the request that is being answered, when its page says so. */
export const onBackendAway = (listener: () => void): void => {
  subscribe(NAME, listener);
};
