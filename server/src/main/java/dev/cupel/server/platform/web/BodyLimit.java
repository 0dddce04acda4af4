package dev.cupel.server.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies no endpoint can want before reading them. Imports stream and have a limit of their own. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyLimit extends OncePerRequestFilter {
    private static final long MOST_BYTES = 2L << 20;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith("/api/") || path.endsWith("/imports") || path.endsWith("/imports/preview");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean unknownLength = request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null;
        if (unknownLength || request.getContentLengthLong() > MOST_BYTES) {
            int status = unknownLength ? 411 : 413;
            response.setStatus(status);
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding("UTF-8");
            response.getWriter().write("""
                    {"type":"https://cupel.dev/problems/body_too_large","title":"Content Too Large","status":%d,\
                    "code":"body_too_large","detail":"The body is over 2 MB or of unknown length.",\
                    "fix":"Send at most 2 MB with a Content-Length; import files at /imports."}""".formatted(status));
            return;
        }
        chain.doFilter(request, response);
    }
}
