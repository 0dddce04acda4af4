/** Accounts, sign-in, sessions, API tokens. */
@NullMarked
package dev.cupel.server.identity;

import org.jspecify.annotations.NullMarked;
