/** Problems (RFC 9457), access rules, security headers and the user interface's files. */
@NullMarked
package dev.cupel.server.platform.web;

import org.jspecify.annotations.NullMarked;
