package dev.cupel.server.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Filters ask the database too, for instance who is signed in: what fails there gets the same answer as in a controller. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DatabaseTroubleFilter extends OncePerRequestFilter {
    private final JsonMapper json;

    DatabaseTroubleFilter(JsonMapper json) {
        this.json = json;
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
            ResponseEntity<ProblemHandler.Body> answer = ProblemHandler.answer(trouble, failure);
            response.resetBuffer();
            response.setStatus(answer.getStatusCode().value());
            response.setHeader(HttpHeaders.RETRY_AFTER, answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream()
                    .write(json.writeValueAsString(answer.getBody()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
