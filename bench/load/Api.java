import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps before and after a measurement: set-up, project, items, annotators; what the server says it has. */
final class Api {
    static final String ROOT = "/api/v1";
    static final String PASSWORD = "only for measuring 1";

    /** An annotator of the load: display name and API token. */
    record Annotator(String name, String token) {}

    final URI base;
    final String ownerToken;
    private final Http http;

    Api(URI base, String ownerToken) {
        this.base = base;
        this.ownerToken = ownerToken;
        this.http = new Http(base);
    }

    /** Makes the first account by the one-time set-up token and returns an API with that owner's token. */
    static Api setUp(URI base, String setUpToken) throws IOException {
        Http http = new Http(base);
        http.get(ROOT + "/session", null); // sets the CSRF cookie
        browser(http, "POST", "/setup", "{\"token\":" + Json.quote(setUpToken)
                + ",\"email\":\"bench@example.org\",\"displayName\":\"Bench\",\"password\":" + Json.quote(PASSWORD) + "}");
        http.get(ROOT + "/session", null);
        Map<String, Object> token = browser(http, "POST", "/me/tokens",
                "{\"name\":\"bench\",\"scopes\":[\"read\",\"label\",\"manage\"]}");
        http.close();
        return new Api(base, Json.string(token, "token"));
    }

    private static Map<String, Object> browser(Http http, String method, String path, String json) throws IOException {
        String csrf = http.cookies.get("XSRF-TOKEN");
        Http.Reply reply = http.call(method, ROOT + path, csrf == null ? "" : "X-XSRF-TOKEN: " + csrf + "\r\n",
                json.getBytes(StandardCharsets.UTF_8), "application/json");
        return sure(method + " " + path, reply);
    }

    static Map<String, Object> sure(String what, Http.Reply reply) throws IOException {
        if (!reply.ok()) {
            throw new IOException(what + " was answered with " + reply.status() + ": " + reply.text());
        }
        return reply.body().length == 0 ? Map.of() : Json.object(reply.text());
    }

    Map<String, Object> get(String path) throws IOException {
        return sure("GET " + path, http.get(ROOT + path, ownerToken));
    }

    Map<String, Object> send(String method, String path, String json) throws IOException {
        return sure(method + " " + path, http.call(method, ROOT + path, ownerToken, json));
    }

    /** A project with one three-way choice, as in the reference program. */
    void createProject(String key, int overlap) throws IOException {
        send("POST", "/projects", "{\"key\":" + Json.quote(key) + ",\"name\":" + Json.quote("Bench " + key)
                + ",\"guideline\":\"# Bench\",\"overlap\":" + overlap + ",\"goldEvery\":0,\"schema\":{"
                + "\"inputs\":[{\"id\":\"text\",\"type\":\"text\",\"field\":\"text\"}],\"questions\":[{\"id\":\"sentiment\","
                + "\"type\":\"choice\",\"options\":[\"positive\",\"negative\",\"neutral\"]}]}}");
    }

    /** Lines as the reference program's items, with two metadata fields to filter by. */
    static byte[] items(int count) {
        StringBuilder lines = new StringBuilder(count * 190);
        String[] channels = {"review", "chat", "email", "ticket"};
        for (int i = 0; i < count; i++) {
            lines.append("{\"key\":\"k").append(i).append("\",\"text\":\"This is a short review about the product number ")
                    .append(i).append(", it arrived late but works as described and I am fine.\",\"channel\":\"")
                    .append(channels[i % 4]).append("\",\"batch\":\"").append(i / 10_000).append("\"}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Imports and waits; returns the finished job. */
    Map<String, Object> importItems(String project, byte[] lines) throws IOException, InterruptedException {
        String path = ROOT + "/projects/" + project + "/imports?format=jsonl&keyColumn=key&fileName=bench.jsonl";
        OutputStream out = http.open("POST", path, ownerToken, lines.length, "application/x-ndjson");
        try {
            out.write(lines);
            out.flush();
        } catch (IOException refusedHalfway) {
            System.out.println("  the server stopped reading the import; its answer:");
        }
        Map<String, Object> job = sure("POST " + path, http.readReply());
        return await(job, 50);
    }

    Map<String, Object> await(Map<String, Object> job, long pollMs) throws IOException, InterruptedException {
        Map<String, Object> now = job;
        String path = "/jobs/" + Json.string(job, "id");
        while (List.of("queued", "running").contains(Json.string(now, "state"))) {
            Thread.sleep(pollMs);
            now = get(path);
        }
        if (!"done".equals(Json.string(now, "state"))) {
            throw new IOException("the job did not succeed: " + now);
        }
        return now;
    }

    List<Annotator> annotators(String project, int count, String prefix) throws IOException {
        List<Annotator> annotators = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = prefix + i;
            Map<String, Object> made = send("POST", "/projects/" + project + "/simulated-annotators",
                    "{\"displayName\":" + Json.quote(name) + "}");
            annotators.add(new Annotator(name, Json.string(made, "token")));
        }
        return annotators;
    }
}
