package dev.cupel.server.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.engine.InputException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns what went wrong into problem documents; nobody parses message text. First in line: the framework's have no code. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice
final class ProblemHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Body(
            String type,
            String title,
            int status,
            String detail,
            String code,
            @Nullable String fix,
            List<Problem.Detail> problems,
            Map<String, Object> parameters) {}

    static Body body(
            HttpStatus status,
            String code,
            String what,
            @Nullable String fix,
            List<Problem.Detail> details,
            Map<String, Object> parameters) {
        return new Body(
                "https://cupel.dev/problems/" + code,
                status.getReasonPhrase(),
                status.value(),
                what,
                code,
                fix,
                details,
                parameters);
    }

    private static ResponseEntity<Body> answer(
            HttpStatus status, String code, @Nullable String what, @Nullable String fix, List<Problem.Detail> details) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body(status, code, what == null ? status.getReasonPhrase() : what, fix, details, Map.of()));
    }

    @ExceptionHandler
    ResponseEntity<Body> problem(Problem problem) {
        String what = problem.getMessage();
        var answer = ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.status() == HttpStatus.TOO_MANY_REQUESTS) {
            answer.header("Retry-After", "60");
        }
        return answer.body(body(
                problem.status(),
                problem.code(),
                what == null ? problem.status().getReasonPhrase() : what,
                problem.fix(),
                problem.details(),
                problem.parameters()));
    }

    @ExceptionHandler
    ResponseEntity<Body> input(InputException e) {
        return answer(HttpStatus.UNPROCESSABLE_CONTENT, "input_invalid", e.getMessage(), null, List.of());
    }

    @ExceptionHandler
    ResponseEntity<Body> unreadable(HttpMessageNotReadableException e) {
        Throwable cause = e.getMostSpecificCause();
        return answer(
                HttpStatus.BAD_REQUEST,
                "body_unreadable",
                "The request body is not the JSON this address takes: "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
                "Compare it with the API document.",
                List.of());
    }

    /** The request was right and can be sent again; what a save had acknowledged stays. */
    static ResponseEntity<Body> answer(DatabaseTrouble trouble, Exception e) {
        LOG.warn("database trouble ({}): {}", trouble, e.getMessage());
        var answer =
                ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        return switch (trouble) {
            case AWAY ->
                answer.header(HttpHeaders.RETRY_AFTER, "2")
                        .body(body(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "database_unavailable",
                                "The database is not reachable right now; this request may not have been kept.",
                                "Send the same request again in a moment.",
                                List.of(),
                                Map.of()));
            case FULL ->
                answer.header(HttpHeaders.RETRY_AFTER, "60")
                        .body(body(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "database_full",
                                "The disk of the database is full; nothing of this request was kept.",
                                "Ask the operator to make room, then send the same request again.",
                                List.of(),
                                Map.of()));
        };
    }

    @ExceptionHandler
    ResponseEntity<Body> other(Exception e) throws Exception {
        if (e instanceof ErrorResponse framework) {
            HttpStatus status = HttpStatus.valueOf(framework.getStatusCode().value());
            return answer(
                    status,
                    status == HttpStatus.NOT_FOUND ? "address_unknown" : "request_invalid",
                    framework.getBody().getDetail(),
                    "Compare the request with the API document.",
                    List.of());
        }
        DatabaseTrouble trouble = DatabaseTrouble.of(e);
        if (trouble != null) {
            return answer(trouble, e);
        }
        if (e instanceof java.io.IOException) {
            throw e; // the client went away; there is nobody to answer
        }
        LOG.error("unexpected failure", e);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "bug",
                "Something went wrong on our side; the server's log has the details.",
                "Try again; if it happens again, report it with the time.",
                List.of());
    }
}
