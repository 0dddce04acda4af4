package dev.cupel.server.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies no endpoint can want before reading them. Imports stream and have a limit of their own. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyLimit extends OncePerRequestFilter {
    private static final long MOST_BYTES = 2L << 20;

    private final ProblemWriter writer;

    BodyLimit(ProblemWriter writer) {
        this.writer = writer;
    }

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
            writer.write(request, response, unknownLength ? lengthUnknown() : tooLarge());
            return;
        }
        chain.doFilter(request, response);
    }

    private static Problem lengthUnknown() {
        return Problem.of(
                HttpStatus.LENGTH_REQUIRED,
                "body_length_unknown",
                "The request does not say how long its body is.",
                "Send a Content-Length; import files at /imports, which takes streams.");
    }

    private static Problem tooLarge() {
        return Problem.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "body_too_large",
                "The body is over 2 MB.",
                "Send at most 2 MB; import files at /imports.");
    }
}
