package dev.cupel.server.platform.web;

import dev.cupel.server.platform.StorableText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Refuses characters that cannot be stored, in every text of every request, before a controller sees any of it: in the
 * body at any depth, names included, in the address and in its parameters. Files have rules of their own, row by row.
 */
@RestControllerAdvice
public final class TextRules extends RequestBodyAdviceAdapter implements HandlerInterceptor {
    private static final JsonFactory JSON = new JsonFactory();

    /** @throws Problem text_unstorable */
    public static void check(String where, @Nullable String text) {
        String wrong = text == null ? null : StorableText.problem(text);
        if (wrong != null) {
            throw refused(List.of(detail(where, wrong)));
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        request.getParameterMap().forEach((name, values) -> {
            for (String value : values) {
                check(name, value);
            }
        });
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> check(String.valueOf(name), String.valueOf(value)));
        }
        return true;
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        byte[] body = message.getBody().readAllBytes();
        if (suspicious(body)) {
            checkTexts(body);
        }
        return new Read(body, message.getHeaders());
    }

    /** Only an escape, a byte that begins half a surrogate pair, or an encoding other than UTF-8 can hide one. */
    private static boolean suspicious(byte[] body) {
        for (int i = 0; i < body.length; i++) {
            byte b = body[i];
            if (b == 0 || b == (byte) 0xED || (b == '\\' && i + 1 < body.length && body[i + 1] == 'u')) {
                return true;
            }
        }
        return false;
    }

    private static void checkTexts(byte[] body) {
        List<Problem.Detail> wrong = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
                    String what = StorableText.problem(parser.getString());
                    if (what != null) {
                        String where =
                                parser.streamReadContext().pathAsPointer().toString();
                        wrong.add(detail(
                                StorableText.storable(where),
                                token == JsonToken.PROPERTY_NAME ? "in a name, " + what : what));
                    }
                }
            }
        } catch (JacksonException e) {
            // The reader itself refuses half a surrogate pair in a name, and tells it by its words alone.
            if (String.valueOf(e.getMessage()).contains("surrogate")) {
                throw refused(List.of(detail("body", "a name holds half of a surrogate pair")));
            }
            return; // whoever reads the body says what is wrong with it
        }
        if (!wrong.isEmpty()) {
            throw refused(wrong);
        }
    }

    private static Problem.Detail detail(String where, String what) {
        return new Problem.Detail(where, what, "remove the character");
    }

    private static Problem refused(List<Problem.Detail> details) {
        return Problem.invalid("text_unstorable", "A text holds a character that cannot be stored.", details);
    }

    private static final class Read implements HttpInputMessage {
        private final byte[] body;
        private final HttpHeaders headers;

        Read(byte[] body, HttpHeaders headers) {
            this.body = body;
            this.headers = headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
