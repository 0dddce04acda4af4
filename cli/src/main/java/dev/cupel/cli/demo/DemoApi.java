package dev.cupel.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The public HTTP API, as any program would call it. Safe for many threads. */
final class DemoApi implements AutoCloseable {
    private final URI root;
    private final HttpClient http;

    /** @param baseUrl of the server, for example {@code http://127.0.0.1:8080} */
    DemoApi(URI baseUrl) {
        String base = baseUrl.toString();
        this.root = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** What the server answered. */
    record Reply(int status, JsonNode body) {
        boolean ok() {
            return status / 100 == 2;
        }

        /** The stable code of the problem, or an empty string. */
        String code() {
            return body.path("code").asString("");
        }
    }

    Reply get(String path, String token) throws IOException, InterruptedException {
        return call("GET", path, token, null);
    }

    Reply send(String method, String path, String token, JsonNode body) throws IOException, InterruptedException {
        return call(method, path, token, body.toString());
    }

    /** As {@link #send}, and anything but success is an {@link IOException} that quotes the problem. */
    JsonNode sure(String method, String path, String token, JsonNode body) throws IOException, InterruptedException {
        Reply reply = send(method, path, token, body);
        return sure(method, path, reply);
    }

    JsonNode sure(String method, String path, Reply reply) throws IOException {
        if (!reply.ok()) {
            throw new IOException(method + " " + path + " was answered with " + reply.status() + ": " + reply.body());
        }
        return reply.body();
    }

    /** Sends a file's lines for import and returns the job. */
    JsonNode importLines(String project, String fileName, String lines, String token)
            throws IOException, InterruptedException {
        String path = "/projects/" + project + "/imports?format=jsonl&keyColumn=key&fileName=" + fileName;
        return sure("POST", path, call("POST", path, token, lines));
    }

    private Reply call(String method, String path, String token, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", path.contains("/imports") ? "application/x-ndjson" : "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        }
        HttpResponse<String> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Reply(response.statusCode(), json(response.body()));
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? JsonNodeFactory.instance.objectNode() : DemoProject.JSON.readTree(text);
        } catch (tools.jackson.core.JacksonException notJson) { // a proxy's page, perhaps: keep it for the message
            return JsonNodeFactory.instance.stringNode(text);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
