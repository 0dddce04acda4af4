package dev.cupel.server.platform.web;

import dev.cupel.engine.InputException;
import dev.cupel.server.platform.DatabaseTrouble;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/** Turns what went wrong into problem documents; nobody parses message text. First in line: the framework's have no code. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice
final class ProblemHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private final ProblemWriter writer;
    private final BrokenOff brokenOff;
    private final Pages pages;

    ProblemHandler(ProblemWriter writer, BrokenOff brokenOff, Pages pages) {
        this.writer = writer;
        this.pages = pages;
        this.brokenOff = brokenOff;
    }

    private ResponseEntity<ProblemWriter.Body> answer(HttpServletRequest request, Problem problem) {
        return writer.answer(request, problem, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<ProblemWriter.Body> problem(HttpServletRequest request, Problem problem) {
        return answer(request, problem);
    }

    /** Parameters are read late, in the handler: what is wrong with their names comes up only there. */
    @ExceptionHandler({RequestRejectedException.class, InvalidParameterException.class})
    ResponseEntity<ProblemWriter.Body> refused(HttpServletRequest request) {
        return answer(request, ProblemWriter.requestRefused());
    }

    @ExceptionHandler
    ResponseEntity<ProblemWriter.Body> input(HttpServletRequest request, InputException e) {
        return answer(request, Problem.invalid("input_invalid", String.valueOf(e.getMessage()), List.of()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemWriter.Body> unreadable(
            HttpServletRequest request, HttpServletResponse response, HttpMessageNotReadableException e)
            throws Exception {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return answer(request, problem);
            }
            if (cause instanceof IOException gone) {
                return other(request, response, gone);
            }
        }
        return answer(
                request,
                e.getCause() instanceof JacksonException json ? BodyProblems.of(json) : RequestShapes.noBody());
    }

    /** A value in the address that is not of its kind. */
    @ExceptionHandler
    ResponseEntity<ProblemWriter.Body> mismatch(HttpServletRequest request, TypeMismatchException e) {
        String where = e instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(e.getPropertyName());
        String fix = "send " + BodyProblems.wanted(e.getRequiredType());
        return answer(request, parameter(where, "the value does not fit", fix));
    }

    private static Problem parameter(String where, String what, String fix) {
        return Problem.of(HttpStatus.BAD_REQUEST, "parameter_invalid", where + ": " + what, fix)
                .at(new Problem.Detail(where, what, fix));
    }

    /** The request was right and can be sent again; what a save had acknowledged stays. */
    static Problem of(DatabaseTrouble trouble, Exception e) {
        LOG.warn("database trouble ({}): {}", trouble, e.getMessage());
        return switch (trouble) {
            case AWAY ->
                Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "database_unavailable",
                                "The database is not reachable right now; this request may not have been kept.",
                                "Send the same request again in a moment.")
                        .retryAfter(Duration.ofSeconds(2));
            case FULL ->
                Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "database_full",
                                "The disk of the database is full; nothing of this request was kept.",
                                "Ask the operator to make room, then send the same request again.")
                        .retryAfter(Duration.ofSeconds(60));
        };
    }

    /** Programs are told by a problem, people by a page. */
    @ExceptionHandler
    ResponseEntity<?> nowhere(HttpServletRequest request, HttpServletResponse response, NoResourceFoundException e)
            throws Exception {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        boolean person = request.getMethod().equals("GET")
                && !request.getRequestURI().startsWith("/api/")
                && accepted != null
                && accepted.contains(MediaType.TEXT_HTML_VALUE);
        return person ? pages.nothingHere() : other(request, response, e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemWriter.Body> other(HttpServletRequest request, HttpServletResponse response, Exception e)
            throws Exception {
        if (e instanceof ErrorResponse framework) {
            return writer.answer(request, problemOf(framework), framework.getHeaders());
        }
        DatabaseTrouble trouble = DatabaseTrouble.of(e);
        if (trouble != null) {
            return answer(request, of(trouble, e));
        }
        if (BrokenOff.is(e)) {
            // The web server has marked a request that cannot be read; an answer that nobody waits for is not worth a
            // line.
            if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null || !response.isCommitted()) {
                brokenOff.say(request, e);
            }
            if (!response.isCommitted()) {
                return writer.unnoted(brokenOff.problem(response.getStatus()), HttpHeaders.EMPTY);
            }
        }
        if (e instanceof IOException) {
            throw e; // an answer that was begun must not seem whole
        }
        LOG.error("unexpected failure", e);
        return answer(request, ProblemWriter.bug());
    }

    /** The framework's own refusals, in our words. */
    private static Problem problemOf(ErrorResponse e) {
        return switch (e) {
            case MissingServletRequestParameterException missing ->
                parameter(missing.getParameterName(), "it is missing", "add it to the address");
            case HttpRequestMethodNotSupportedException method ->
                Problem.of(
                        HttpStatus.METHOD_NOT_ALLOWED,
                        "method_not_allowed",
                        "This address does not take this method.",
                        "Use " + String.join(", ", supported(method)) + ".");
            case HttpMediaTypeNotSupportedException type ->
                Problem.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "media_type_unsupported",
                        "This address does not take a body of this type.",
                        "Send application/json, and say so in Content-Type.");
            case HttpMediaTypeNotAcceptableException type ->
                Problem.of(
                        HttpStatus.NOT_ACCEPTABLE,
                        "not_acceptable",
                        "The answer cannot be written as the Accept header asks.",
                        "Accept "
                                + type.getSupportedMediaTypes().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", "))
                                + ", or leave the header out.");
            default -> ofStatus(e.getStatusCode().value());
        };
    }

    private static List<String> supported(HttpRequestMethodNotSupportedException e) {
        Set<HttpMethod> methods = e.getSupportedHttpMethods();
        return methods == null
                ? List.of("another")
                : methods.stream().map(HttpMethod::name).sorted().toList();
    }

    /** @return what to say where only a status is known */
    static Problem ofStatus(int value) {
        HttpStatus status = HttpStatus.resolve(value);
        if (status == HttpStatus.NOT_FOUND) {
            return Problem.notFound("address_unknown", "There is nothing at this address.");
        }
        if (status == null || status.is5xxServerError()) {
            return ProblemWriter.bug();
        }
        return Problem.of(
                status, "request_invalid", "The request cannot be understood.", "Compare it with the API document.");
    }
}
