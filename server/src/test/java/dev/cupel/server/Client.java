package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser or a program, as the server meets it over real HTTP. */
public final class Client {
    private static final JsonMapper JSON = new JsonMapper();
    /** Whatever a test meets must be in the committed list of codes. */
    private static final Set<String> CODES = codes();
    /** And every status of an endpoint in the committed API document. */
    private static final List<Documented> DOCUMENTED = documented();

    static {
        // The server closes a connection nobody has used for 20 s. One that is taken up at that very moment fails a
        // test.
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
    }

    private record Documented(String method, Pattern path, Set<String> statuses) {}

    private final String base;
    private final @Nullable String token;
    private final CookieManager cookies;
    private final HttpClient http;

    public record Answer(int status, JsonNode json, HttpResponse<String> raw) {
        public String code() {
            return json.path("code").asString("");
        }

        /** @return this answer, if its status is the expected one */
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + " but got " + status + ": " + raw.body());
            }
            return this;
        }
    }

    private static Set<String> codes() {
        Set<String> codes = new HashSet<>();
        JSON.readTree(ProblemCodesTest.COMMITTED.toFile()).forEach(code -> codes.add(code.asString("")));
        return codes;
    }

    private static List<Documented> documented() {
        if ("write".equals(System.getProperty("cupel.openapi"))) {
            return List.of();
        }
        List<Documented> operations = new ArrayList<>();
        JSON.readTree(Path.of("openapi.json").toFile()).path("paths").forEachEntry((path, methods) -> {
            Pattern pattern = Pattern.compile(path.replaceAll("\\{\\w+\\}", "[^/]+"));
            methods.forEachEntry((method, definition) -> operations.add(new Documented(
                    method.toUpperCase(Locale.ROOT),
                    pattern,
                    Set.copyOf(definition.path("responses").propertyNames()))));
        });
        // The most literal address wins, as in the server.
        operations.sort(
                Comparator.comparingInt((Documented d) -> d.path().pattern().split("\\[", -1).length));
        return operations;
    }

    private static void isDocumented(HttpResponse<String> response) {
        String path = response.uri().getRawPath();
        DOCUMENTED.stream()
                .filter(d -> d.path().matcher(path).matches())
                .filter(d -> d.method().equals(response.request().method()))
                .findFirst()
                .ifPresent(d -> assertThat(d.statuses())
                        .as("statuses of %s %s in openapi.json; got %s", d.method(), d.path(), response.body())
                        .contains(String.valueOf(response.statusCode())));
    }

    private Client(String base, @Nullable String token) {
        this(base, token, new CookieManager());
    }

    private Client(String base, @Nullable String token, CookieManager cookies) {
        this.base = base;
        this.token = token;
        this.cookies = cookies;
        this.http = HttpClient.newBuilder().cookieHandler(cookies).build();
    }

    /** @return the same browser or program, with its cookies or token, at another server */
    public Client at(String address) {
        return new Client(address, token, cookies);
    }

    public static Client browser() {
        Client client = new Client(TestServer.running().address(), null);
        client.get("/session").expect(200);
        return client;
    }

    public static Client browserOf(CupelServer.Running running) {
        Client client = new Client(running.address(), null);
        client.get("/session").expect(200);
        return client;
    }

    public static Client programOf(CupelServer.Running running, String token) {
        return new Client(running.address(), token);
    }

    public static Client program(String token) {
        return new Client(TestServer.running().address(), token);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body);
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** @param body a JSON text, or anything Jackson writes as JSON; null for none */
    public Answer send(String method, String path, @Nullable Object body) {
        String text = body == null ? "" : body instanceof String s ? s : JSON.writeValueAsString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        base + (path.startsWith("/api/") || path.startsWith("/health/") ? path : "/api/v1" + path)))
                .method(
                        method,
                        text.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(text));
        if (!text.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        authorize(request);
        return answer(request);
    }

    private Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode json = type.contains("json") && !response.body().isEmpty()
                    ? JSON.readTree(response.body())
                    : JSON.createObjectNode();
            isDocumented(response);
            if (type.contains("problem+json")) {
                assertThat(CODES).contains(json.path("code").asString("none at all"));
            }
            return new Answer(response.statusCode(), json, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a file as the body of a POST. */
    public Answer upload(String path, String contentType, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
                .POST(body)
                .header("Content-Type", contentType);
        authorize(request);
        return answer(request);
    }

    /**
     * Opens a download; the caller reads it as it comes.
     *
     * @param headers names and values in turn
     */
    public HttpResponse<InputStream> download(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        authorize(request);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void authorize(HttpRequest.Builder request) {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        } else {
            String csrf = csrf();
            if (csrf != null) {
                request.header("X-XSRF-TOKEN", csrf);
            }
        }
    }

    private @Nullable String csrf() {
        for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
            if (cookie.getName().equals("XSRF-TOKEN")) {
                return cookie.getValue();
            }
        }
        return null;
    }
}
