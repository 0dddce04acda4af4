package dev.cupel.server.platform.web;

import dev.cupel.engine.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A request that cannot be done, as RFC 9457 tells it: a stable code, what is wrong, and how to mend it. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;
    private final @Nullable String fix;
    private final transient List<Detail> details;
    private final transient Map<String, Object> parameters;
    private final @Nullable Duration retryAfter;

    /**
     * A finding as HTTP tells it.
     *
     * @param where JSON path, column or question
     * @param what what is wrong there
     * @param fix how to mend it
     */
    public record Detail(String where, String what, String fix) {
        public static Detail of(Finding finding) {
            return new Detail(finding.where(), finding.what(), finding.fix());
        }
    }

    private Problem(
            HttpStatus status,
            String code,
            @Nullable String what,
            @Nullable String fix,
            List<Detail> details,
            Map<String, Object> parameters,
            @Nullable Duration retryAfter) {
        super(what);
        this.status = status;
        this.code = code;
        this.fix = fix;
        this.details = List.copyOf(details);
        this.parameters = parameters;
        this.retryAfter = retryAfter;
    }

    /** The same with a value that its text names, for clients that say it in another language. */
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new Problem(status, code, getMessage(), fix, details, more, retryAfter);
    }

    /** The same, with the place it is about. */
    public Problem at(Detail detail) {
        List<Detail> more = new ArrayList<>(details);
        more.add(detail);
        return new Problem(status, code, getMessage(), fix, more, parameters, retryAfter);
    }

    /** The same with the time after which the request may be sent again, whole seconds. */
    public Problem retryAfter(Duration time) {
        return new Problem(status, code, getMessage(), fix, details, parameters, time);
    }

    public static Problem of(HttpStatus status, String code, String what, String fix) {
        return new Problem(status, code, what, fix, List.of(), Map.of(), null);
    }

    public static Problem notFound(String code, String what) {
        return new Problem(HttpStatus.NOT_FOUND, code, what, "Check the address.", List.of(), Map.of(), null);
    }

    public static Problem conflict(String code, String what, String fix) {
        return new Problem(HttpStatus.CONFLICT, code, what, fix, List.of(), Map.of(), null);
    }

    public static Problem invalid(String code, String what, List<Detail> details) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, code, what, null, details, Map.of(), null);
    }

    public static Problem invalid(String code, String where, String what, String fix) {
        return invalid(code, what, List.of(new Detail(where, what, fix)));
    }

    /** @throws Problem out_of_range unless the value is from low to high, both included */
    public static void requireRange(String where, int value, int low, int high) {
        if (value < low || value > high) {
            throw Problem.invalid("out_of_range", where, value + " is out of range", "use " + low + " to " + high)
                    .with("value", value)
                    .with("low", low)
                    .with("high", high);
        }
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public @Nullable String fix() {
        return fix;
    }

    /** Values that the text names, by name. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** After which time the request may be sent again; null if that is not known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public List<Detail> details() {
        return details;
    }
}
