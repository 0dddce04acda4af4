package dev.cupel.server.platform.web;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who sends a request.
 *
 * @param scopes what an API token allows; null for a browser session, which allows everything its account may do
 */
public record Caller(
        UUID accountId,
        String displayName,
        boolean instanceOwner,
        @Nullable Set<String> scopes) {
    /** @return whether this caller's credential allows one of the scopes */
    public boolean may(String... anyOf) {
        if (scopes == null) {
            return true;
        }
        for (String scope : anyOf) {
            if (scopes.contains(scope)) {
                return true;
            }
        }
        return false;
    }

    /** @throws Problem scope_missing unless this caller's credential allows one of the scopes */
    public void require(String... anyOf) {
        if (!may(anyOf)) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    "scope_missing",
                    "This API token does not allow that.",
                    "Make a token with a wider scope under /me.");
        }
    }

    /** @return the caller of the request at hand, or null if nobody is signed in */
    public static @Nullable Caller currentOrNull() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller ? caller : null;
    }

    /** @throws Problem sign_in_required if nobody is signed in */
    public static Caller current() {
        Caller caller = currentOrNull();
        if (caller == null) {
            throw Problem.of(HttpStatus.UNAUTHORIZED, "sign_in_required", "Nobody is signed in.", "Sign in first.");
        }
        return caller;
    }
}
