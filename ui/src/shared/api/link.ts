const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(?=\/)/;

/**
 * A link of the server's as others can follow it. A server that was not told its public address knows this machine only; the
 * page knows under which address it was opened.
 */
export const linkHere = (url: string, origin: string = location.origin): string => url.replace(LOCAL, origin);
