package dev.cupel.server.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** Tells the browser that went to the provider from all others. */
final class ProviderCookie {
    private static final String NAME = "cupel_provider";

    private ProviderCookie() {}

    static @Nullable String read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(NAME) && Credentials.looksLikeSecret(cookie.getValue())) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    /** Lax: it has to be there when the provider sends the browser back. */
    static void write(boolean https, HttpServletResponse response, String secret, Duration life) {
        ResponseCookie cookie = ResponseCookie.from(NAME, secret)
                .httpOnly(true)
                .secure(https)
                .sameSite("Lax")
                .path("/api/v1")
                .maxAge(life)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
