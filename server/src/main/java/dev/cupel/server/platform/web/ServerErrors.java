package dev.cupel.server.platform.web;

import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** What the web server refuses by itself, such as an address it cannot read, is a problem like every other. */
@Component
final class ServerErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final ProblemWriter writer;
    private final BrokenOff brokenOff;

    ServerErrors(ProblemWriter writer, BrokenOff brokenOff) {
        this.writer = writer;
        this.brokenOff = brokenOff;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemValve(writer, brokenOff)));
    }

    private static final class ProblemValve extends ErrorReportValve {
        private final ProblemWriter writer;
        private final BrokenOff brokenOff;

        ProblemValve(ProblemWriter writer, BrokenOff brokenOff) {
            this.writer = writer;
            this.brokenOff = brokenOff;
        }

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            Problem problem = ProblemHandler.ofStatus(status);
            Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
            if (cause != null && BrokenOff.is(cause)) {
                brokenOff.say(request, cause);
                problem = brokenOff.problem(status);
                status = problem.status().value();
                response.setStatus(status);
            } else {
                writer.note(request, problem);
            }
            try {
                response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                response.setCharacterEncoding("UTF-8");
                Writer out = response.getReporter();
                if (out != null) {
                    out.write(ProblemWriter.json(problem, status));
                    response.finishResponse();
                }
            } catch (IOException | IllegalStateException e) {
                // The client went away, or somebody writes already; there is nobody to tell.
            }
        }
    }
}
