package dev.cupel.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Labels a project of its own for a few seconds, as fast as a handful of simulated annotators can, and asks for its reports
 * some times over: what a server does most, and what takes it longest, for whoever wants to watch it do so, such as the maker
 * of the launcher's class archive.
 */
public final class WarmUp {
    private static final String PROJECT = "warm-up";
    private static final int ANNOTATORS = 6;
    private static final int ITEMS = 6_000;
    private static final int REPORTS = 4;

    private WarmUp() {}

    /**
     * @param ownerToken API token of the instance owner, with the scopes read, label and manage
     * @throws IOException if the server refuses a step; the message says which
     */
    public static void label(URI baseUrl, String ownerToken, Duration howLong)
            throws IOException, InterruptedException {
        try (DemoApi api = new DemoApi(baseUrl);
                ExecutorService labeling = Executors.newFixedThreadPool(ANNOTATORS)) {
            api.sure("POST", "/projects", ownerToken, DemoProject.JSON.readTree("""
                    {"key": "%s", "name": "Warm-up", "overlap": 3, "guideline": "Any answer will do.", "schema": {
                      "inputs": [{"id": "text", "type": "text", "field": "text"}],
                      "questions": [
                        {"id": "tone", "type": "choice", "options": [{"id": "good"}, {"id": "bad"}, {"id": "neither"}]},
                        {"id": "topics", "type": "choices", "required": false, "options": [{"id": "x"}, {"id": "y"}]},
                        {"id": "grade", "type": "rating", "required": false, "min": 1, "max": 5, "step": 1}]}}
                    """.formatted(PROJECT)));
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < ITEMS; i++) {
                lines.append("{\"key\": \"w")
                        .append(i)
                        .append("\", \"text\": \"Text number ")
                        .append(i)
                        .append("\"}\n");
            }
            DemoSeeder.finished(
                    api, api.importLines(PROJECT, "warm-up.jsonl", lines.toString(), ownerToken), ownerToken);
            long until = System.nanoTime() + howLong.toNanos();
            List<Callable<Integer>> people = new ArrayList<>();
            for (int p = 0; p < ANNOTATORS; p++) {
                ObjectNode body = JsonNodeFactory.instance
                        .objectNode()
                        .put("displayName", "Warm-up " + p)
                        .put("reuse", true);
                String token = api.sure("POST", "/projects/" + PROJECT + "/simulated-annotators", ownerToken, body)
                        .path("token")
                        .asString();
                people.add(() -> label(api, token, until));
            }
            for (Future<Integer> person : labeling.invokeAll(people)) {
                try {
                    person.get();
                } catch (ExecutionException failed) {
                    throw new IOException("labeling failed: " + failed.getMessage(), failed);
                }
            }
            for (int round = 0; round < REPORTS; round++) {
                for (String question : List.of("tone", "topics", "grade")) {
                    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("question", question);
                    DemoSeeder.finished(
                            api, api.sure("POST", "/projects/" + PROJECT + "/quality", ownerToken, asked), ownerToken);
                }
            }
        }
    }

    private static int label(DemoApi api, String token, long until) throws IOException, InterruptedException {
        int saved = 0;
        while (System.nanoTime() < until) {
            ObjectNode wanted = JsonNodeFactory.instance.objectNode();
            wanted.putArray("holding");
            JsonNode assignment = api.sure("POST", "/projects/" + PROJECT + "/next", token, wanted)
                    .path("assignment");
            if (!assignment.isObject()) {
                break;
            }
            ObjectNode save = JsonNodeFactory.instance
                    .objectNode()
                    .put("saveId", UUID.randomUUID().toString())
                    .put("outcome", "submitted")
                    .put("activeMs", 900)
                    .put("schemaVersion", assignment.path("schemaVersion").asInt())
                    .put("guidelineVersion", assignment.path("guidelineVersion").asInt());
            ObjectNode answers = save.putObject("answers")
                    .put("tone", saved % 2 == 0 ? "good" : "bad")
                    .put("grade", 1 + saved % 5);
            answers.putArray("topics").add(saved % 3 == 0 ? "y" : "x");
            api.sure("PUT", "/assignments/" + assignment.path("id").asString() + "/annotation", token, save);
            saved++;
        }
        return saved;
    }
}
