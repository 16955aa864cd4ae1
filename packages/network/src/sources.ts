/** A source of traffic which is no security group: every IPv4 and IPv6 address. */
export const WORLD = "world";

/** A source of traffic which is no security group: the `administrators` of the environment. */
export const ADMINISTRATORS = "administrators";
