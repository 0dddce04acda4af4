package dev.cupel.server.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** The one place where a problem becomes a document, a line of the log and a count in the metrics. */
@Component
public final class ProblemWriter {
    private static final Logger LOG = LoggerFactory.getLogger("dev.cupel.server.request");
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_OF_A_LINE = 300;

    /** A problem as RFC 9457 writes it. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Body(
            String type,
            String title,
            int status,
            String detail,
            String code,
            @Nullable String fix,
            List<Problem.Detail> problems,
            Map<String, Object> parameters) {}

    private final MeterRegistry metrics;

    ProblemWriter(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @param more headers that this kind of answer has */
    ResponseEntity<Body> answer(HttpServletRequest request, Problem problem, HttpHeaders more) {
        note(request, problem);
        return unnoted(problem, more);
    }

    /** The same where the log has its line already. */
    ResponseEntity<Body> unnoted(Problem problem, HttpHeaders more) {
        HttpHeaders headers = new HttpHeaders(more);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.retryAfter() != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfter().toSeconds()));
        }
        return ResponseEntity.status(problem.status()).headers(headers).body(body(problem));
    }

    /** Answers for a filter, where no controller is reached. */
    public void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        note(request, problem);
        if (problem.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfter().toSeconds()));
        }
        byte[] bytes = JSON.writeValueAsString(body(problem)).getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** @param status that is sent, also where the code for it is of another */
    static String json(Problem problem, int status) {
        Body body = body(problem);
        return JSON.writeValueAsString(new Body(
                body.type(),
                body.title(),
                status,
                body.detail(),
                body.code(),
                body.fix(),
                body.problems(),
                body.parameters()));
    }

    private static Body body(Problem problem) {
        String what = problem.getMessage();
        return new Body(
                "https://cupel.dev/problems/" + problem.code(),
                problem.status().getReasonPhrase(),
                problem.status().value(),
                what == null ? problem.status().getReasonPhrase() : what,
                problem.code(),
                problem.fix(),
                problem.details(),
                problem.parameters());
    }

    void note(HttpServletRequest request, Problem problem) {
        metrics.counter("cupel.problems", "code", problem.code()).increment();
        String route = route(request);
        int status = problem.status().value();
        String places = problem.details().stream()
                .limit(3)
                .map(d -> d.where() + ": " + d.what())
                .collect(Collectors.joining(
                        "; ",
                        problem.details().isEmpty() ? "" : " (",
                        problem.details().isEmpty() ? "" : ")"));
        (status >= 500 ? LOG.atWarn() : LOG.atInfo())
                .addKeyValue("http.request.method", method(request))
                .addKeyValue("http.route", route)
                .addKeyValue("http.response.status_code", status)
                .addKeyValue("problem.code", problem.code())
                .log("{} {} -> {} {}{}", method(request), route, status, problem.code(), oneLine(places));
    }

    /** @return the address as its rule has it, without what is in its places: for logs and for metrics */
    public static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern instanceof String known && !known.equals("/error") ? known : "unknown address";
    }

    /** @return the method; one of the few that there are */
    public static String method(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> request.getMethod();
            default -> "OTHER";
        };
    }

    private static String oneLine(String text) {
        String line = text.length() <= MOST_OF_A_LINE ? text : text.substring(0, MOST_OF_A_LINE) + "...";
        return line.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What the firewall, or the web server when parameters are read, does not let through. */
    public static Problem requestRefused() {
        return Problem.of(
                HttpStatus.BAD_REQUEST,
                "request_refused",
                "The address, the method or a header has characters that are not allowed.",
                "Write the address in its plain form, without encoded slashes, dots or control characters.");
    }

    /** @return what to tell somebody about a failure that is ours */
    static Problem bug() {
        return Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "bug",
                "Something went wrong on our side; the server's log has the details.",
                "Try again; if it happens again, report it with the time.");
    }
}
