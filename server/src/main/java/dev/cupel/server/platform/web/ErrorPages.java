package dev.cupel.server.platform.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What goes wrong outside of a controller, in a filter or in the web server, ends here. */
@RestController
final class ErrorPages implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private final ProblemWriter writer;
    private final BrokenOff brokenOff;

    ErrorPages(ProblemWriter writer, BrokenOff brokenOff) {
        this.writer = writer;
        this.brokenOff = brokenOff;
    }

    @Access(Access.Level.PUBLIC)
    @RequestMapping("/error")
    ResponseEntity<ProblemWriter.Body> error(HttpServletRequest request) {
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (failure instanceof Problem problem) {
            return writer.answer(request, problem, HttpHeaders.EMPTY);
        }
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known ? known : 404;
        if (failure != null && BrokenOff.is(failure)) {
            brokenOff.say(request, failure);
            return writer.unnoted(brokenOff.problem(status), HttpHeaders.EMPTY);
        }
        if (failure instanceof Throwable unexpected) {
            LOG.error("unexpected failure", unexpected);
        }
        return writer.answer(request, ProblemHandler.ofStatus(status), HttpHeaders.EMPTY);
    }
}
