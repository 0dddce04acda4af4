/**
 * Who somebody is: accounts, the ways into them, sessions, API tokens, the set-up link, lost passwords.
 *
 * <p>An account has any number of logins ({@code login}): a password, or what another provider calls the person. Whatever
 * the way in, {@link dev.cupel.server.identity.SignedIn} opens the same session in the database with the same cookie, and
 * {@link dev.cupel.server.identity.Credentials} finds it with each request.
 *
 * <p>Tables: {@code account}, {@code login}, {@code login_session}, {@code api_token}, {@code password_reset}, {@code
 * sign_in_attempt}, {@code instance_setting}. Tells others: {@link dev.cupel.server.identity.FirstOwner}, {@link
 * dev.cupel.server.identity.BuilderAtWork}.
 */
@NullMarked
package dev.cupel.server.identity;

import org.jspecify.annotations.NullMarked;
