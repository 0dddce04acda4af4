package dev.cupel.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Applies {@link BodyLimit} before anything of a body is read. */
@Component
public final class BodyLimits implements HandlerInterceptor {
    private static final String ATTRIBUTE = BodyLimits.class.getName();

    /**
     * What an endpoint takes.
     *
     * @param most on this server
     * @param usual where nothing else is set
     * @param setting the name of the setting that says so; null if it is fixed
     */
    public record Limit(
            DataSize most,
            boolean streamed,
            DataSize usual,
            @Nullable String setting) {
        /** For the API document, which is the same for all servers. */
        public String words() {
            return "At most " + BodyLimits.words(usual)
                    + (setting == null ? "." : ", unless the setting " + setting + " says otherwise.");
        }
    }

    private final Environment environment;
    private final Map<Method, Limit> limits = new ConcurrentHashMap<>();

    BodyLimits(Environment environment) {
        this.environment = environment;
    }

    /** @return what the endpoint that is asked takes at most */
    public static DataSize of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Limit limit) {
            return limit.most();
        }
        throw new IllegalStateException("no limit for " + request.getRequestURI());
    }

    public Limit limit(Method endpoint) {
        return limits.computeIfAbsent(endpoint, this::declared);
    }

    private Limit declared(Method endpoint) {
        BodyLimit declared = AnnotatedElementUtils.findMergedAnnotation(endpoint, BodyLimit.class);
        String size = declared == null ? BodyLimit.DEFAULT : declared.value();
        boolean set = size.startsWith("${");
        String[] parts = size.split("[{:}]");
        return new Limit(
                DataSize.parse(environment.resolveRequiredPlaceholders(size)),
                declared != null && declared.streamed(),
                DataSize.parse(set ? parts[2] : size),
                set ? parts[1] : null);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return true;
        }
        Limit limit = limit(method.getMethod());
        request.setAttribute(ATTRIBUTE, limit);
        if (limit.streamed()) {
            return true;
        }
        if (request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null) {
            throw Problem.of(
                    HttpStatus.LENGTH_REQUIRED,
                    "body_length_unknown",
                    "The request does not say how long its body is.",
                    "Send a Content-Length; import files at /imports, which takes streams.");
        }
        if (request.getContentLengthLong() > limit.most().toBytes()) {
            throw Problem.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "body_too_large",
                    "The body is over " + words(limit.most()) + ".",
                    "Send at most " + words(limit.most()) + "; import files at /imports.");
        }
        return true;
    }

    /** {@code 2 MB}, {@code 256 KB}: in the largest unit that says it exactly. */
    private static String words(DataSize size) {
        if (size.toBytes() % (1 << 30) == 0) {
            return size.toGigabytes() + " GB";
        }
        return size.toBytes() % (1 << 20) == 0 ? size.toMegabytes() + " MB" : size.toKilobytes() + " KB";
    }
}
