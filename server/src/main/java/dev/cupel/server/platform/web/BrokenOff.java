package dev.cupel.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Requests that break off: who sent them went away, or this server stops under them. Neither is a fault of the server, and
 * the second is none of the request.
 */
@Component
public final class BrokenOff implements ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenOff.class);
    private static final String SAID = BrokenOff.class.getName();

    private volatile boolean stopping;

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        stopping = true;
    }

    /** @return whether a failure says that the connection of the request broke */
    public static boolean is(@Nullable Object failure) {
        return failure instanceof BadRequestException
                || failure instanceof ClientAbortException
                || (failure instanceof IOException io && DisconnectedClientHelper.isClientDisconnectedException(io));
    }

    /** One line for each request, whoever meets the failure first. */
    void say(HttpServletRequest request, Object failure) {
        if (request.getAttribute(SAID) == null) {
            request.setAttribute(SAID, true);
            LOG.warn(
                    "{} {} broke off, {}: {}",
                    ProblemWriter.method(request),
                    ProblemWriter.route(request),
                    stopping ? "because this server stops" : "because its sender went away",
                    failure instanceof Throwable thrown ? thrown.getMessage() : failure);
        }
    }

    /** @param status that the web server found for it */
    Problem problem(int status) {
        return stopping
                ? Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "server_stopping",
                                "The server is stopping; this request was not taken.",
                                "Send the same request again in a moment.")
                        .retryAfter(Duration.ofSeconds(5))
                : ProblemHandler.ofStatus(status >= 400 && status < 500 ? status : 400);
    }
}
