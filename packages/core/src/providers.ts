/**
 * Releases of providers that are used in the place of those which CDKTF's bindings were made from, by source.
 *
 * The bindings for Docker were made from 3.6.2. Release 4.6 takes what they write, and builds images within
 * `docker_registry_image`, which 3 can't.
 */
export const PROVIDER_RELEASES: Readonly<Record<string, string>> = { "kreuzwerker/docker": "~> 4.6" };
