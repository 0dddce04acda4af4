package dev.cupel.server.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

final class SessionCookie {
    private static final String NAME = "cupel_session";

    private SessionCookie() {}

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

    static void write(boolean https, HttpServletResponse response, String secret) {
        add(https, response, secret, Credentials.SESSION_LIFE);
    }

    static void clear(boolean https, HttpServletResponse response) {
        add(https, response, "", Duration.ZERO);
    }

    private static void add(boolean https, HttpServletResponse response, String value, Duration life) {
        ResponseCookie cookie = ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .secure(https)
                .sameSite("Lax")
                .path("/")
                .maxAge(life)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
