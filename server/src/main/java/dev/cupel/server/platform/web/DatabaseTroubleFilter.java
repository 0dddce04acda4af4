package dev.cupel.server.platform.web;

import dev.cupel.server.platform.DatabaseTrouble;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Filters ask the database too, for instance who is signed in: what fails there gets the same answer as in a controller. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DatabaseTroubleFilter extends OncePerRequestFilter {
    private final ProblemWriter writer;

    DatabaseTroubleFilter(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException failure) {
            DatabaseTrouble trouble = response.isCommitted() ? null : DatabaseTrouble.of(failure);
            if (trouble == null) {
                throw failure;
            }
            response.resetBuffer();
            writer.write(request, response, ProblemHandler.of(trouble, failure));
        }
    }
}
