package dev.cupel.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The part of the HTTP contract the seeder uses, in memory, over real HTTP. Gold items are handed out as any other. */
final class FakeServer implements AutoCloseable {
    static final String OWNER = "cupel_owner";

    /** A project as the fake keeps it. */
    static final class Project {
        final List<String> guidelines = new ArrayList<>();
        final Map<String, JsonNode> items = new LinkedHashMap<>();
        final Map<String, String> nameByToken = new HashMap<>();
        final Map<String, Set<String>> takenBy = new HashMap<>();
        /** Last saved request by item, then by annotator. */
        final Map<String, Map<String, JsonNode>> saved = new TreeMap<>();

        final Map<String, JsonNode> adjudicated = new TreeMap<>();
        /** Items that newcomers practise on, with what they are told. */
        final Map<String, JsonNode> practised = new TreeMap<>();

        int overlap;
        int revisions;
        int imports;
        boolean deleted;
        /** Disputes are listed only after a quality report. */
        boolean disputesKnown;

        int answers() {
            return saved.values().stream()
                    .flatMap(byName -> byName.values().stream())
                    .mapToInt(save -> save.path("outcome").asString().equals("submitted") ? 1 : 0)
                    .sum();
        }
    }

    private record Lease(Project project, String key, String name) {}

    private final HttpServer http;
    private final Map<String, Project> projects = new HashMap<>();
    private final Map<String, Lease> leases = new HashMap<>();
    /** Saves that are answered before the server "goes away": every later call gets 503. */
    private int savesLeft = Integer.MAX_VALUE;
    /** Of the call that is being answered. */
    private String query = "";

    FakeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/api/v1/", this::handle);
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    synchronized Project project(String key) {
        Project project = projects.get(key);
        if (project == null) {
            throw new IllegalStateException("no project " + key);
        }
        return project;
    }

    synchronized void goesAwayAfterSaves(int saves) {
        savesLeft = saves;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        String path = exchange.getRequestURI().getPath().substring("/api/v1/".length());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int status;
        synchronized (this) {
            query = String.valueOf(exchange.getRequestURI().getQuery());
            status = savesLeft <= 0
                    ? 503
                    : answer(exchange.getRequestMethod() + " " + path, path.split("/", -1), token, body, answer);
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int answer(String call, String[] parts, String token, String body, ObjectNode answer) {
        if (call.equals("POST projects")) {
            JsonNode wanted = DemoProject.JSON.readTree(body);
            if (projects.containsKey(wanted.path("key").asString())) {
                answer.put("code", "key_taken");
                return 409;
            }
            Project project = new Project();
            project.overlap = wanted.path("overlap").asInt();
            project.guidelines.add(wanted.path("guideline").asString());
            projects.put(wanted.path("key").asString(), project);
            return 201;
        }
        if (parts[0].equals("jobs")) {
            answer.put("state", "done");
            return 200;
        }
        if (parts[0].equals("assignments")) {
            return save(parts[1], DemoProject.JSON.readTree(body), answer);
        }
        Project project = projects.get(parts[1]);
        if (project == null || project.deleted) {
            answer.put("code", "project_unknown");
            return 404;
        }
        return inProject(call, parts, project, token, body, answer);
    }

    private int inProject(String call, String[] parts, Project project, String token, String body, ObjectNode answer) {
        String what = parts.length == 2 ? "" : parts[2];
        switch (what) {
            case "" -> answer.putObject("guideline").put("version", project.guidelines.size());
            case "imports" -> {
                project.imports++;
                body.lines().forEach(line -> {
                    JsonNode row = DemoProject.JSON.readTree(line);
                    project.items.putIfAbsent(row.path("key").asString(), row);
                });
                answer.put("id", UUID.randomUUID().toString()).put("state", "running");
                return 202;
            }
            case "quality" -> {
                project.disputesKnown = true;
                answer.put("id", UUID.randomUUID().toString()).put("state", "queued");
                return 202;
            }
            case "members" -> {
                ArrayNode members = answer.putArray("members");
                members.addObject().put("kind", "simulated").put("answers", project.answers());
            }
            case "simulated-annotators" -> {
                String name =
                        DemoProject.JSON.readTree(body).path("displayName").asString();
                String fresh = UUID.randomUUID().toString();
                project.nameByToken.put(fresh, name);
                answer.put("token", fresh);
                return 201;
            }
            case "next" -> next(project, token, DemoProject.JSON.readTree(body), answer);
            case "disputes" -> {
                ArrayNode rows = answer.putArray("items");
                int at = 0;
                for (String key : project.items.keySet()) {
                    at++;
                    Set<String> said = new TreeSet<>();
                    project.saved
                            .getOrDefault(key, Map.of())
                            .values()
                            .forEach(save -> said.add(
                                    save.path("answers").path("sentiment").asString("skipped")));
                    if (project.disputesKnown && said.size() > 1 && !project.adjudicated.containsKey(key)) {
                        rows.addObject().put("id", at).put("key", key);
                    }
                }
            }
            case "items" -> {
                if (parts.length == 3 && query.contains("gold=true")) {
                    ArrayNode rows = answer.putArray("items");
                    int at = 0;
                    for (Map.Entry<String, JsonNode> item : project.items.entrySet()) {
                        at++;
                        if (item.getValue().has("gold.sentiment")) {
                            rows.addObject().put("id", at).put("key", item.getKey());
                        }
                    }
                    return 200;
                }
                if (parts.length == 3) {
                    ArrayNode rows = answer.putArray("items");
                    project.adjudicated.keySet().forEach(key -> rows.addObject().put("key", key));
                    return 200;
                }
                String key = List.copyOf(project.items.keySet()).get(Integer.parseInt(parts[3]) - 1);
                (parts[4].equals("practice") ? project.practised : project.adjudicated)
                        .put(key, DemoProject.JSON.readTree(body));
            }
            case "guidelines" -> {
                JsonNode better = DemoProject.JSON.readTree(body);
                if (better.path("basedOn").asInt() != project.guidelines.size()) {
                    return 409;
                }
                project.guidelines.add(better.path("markdown").asString());
                return 201;
            }
            default -> throw new IllegalStateException(call);
        }
        return 200;
    }

    private void next(Project project, String token, JsonNode request, ObjectNode answer) {
        String name = project.nameByToken.get(token);
        if (name == null) {
            throw new IllegalStateException("unknown token");
        }
        Set<String> holding = new HashSet<>();
        request.path("holding").forEach(id -> holding.add(id.asString()));
        for (String key : project.items.keySet()) {
            Set<String> taken = project.takenBy.computeIfAbsent(key, fresh -> new HashSet<>());
            if (taken.size() < project.overlap && taken.add(name)) {
                String id = UUID.randomUUID().toString();
                leases.put(id, new Lease(project, key, name));
                ObjectNode assignment = answer.putObject("assignment").put("id", id);
                // As the real one: a labeler is not told the key.
                assignment.putObject("item").set("fields", project.items.get(key));
                assignment.put("guidelineVersion", project.guidelines.size()).put("schemaVersion", 1);
                return;
            }
        }
        answer.put("reason", "none_left_for_you");
    }

    private int save(String id, JsonNode save, ObjectNode answer) {
        Lease lease = leases.get(id);
        if (lease == null) {
            return 404;
        }
        savesLeft--;
        Map<String, JsonNode> byName = lease.project.saved.computeIfAbsent(lease.key, fresh -> new HashMap<>());
        if (byName.put(lease.name, save) != null) {
            lease.project.revisions++;
        }
        answer.put("revision", 1);
        return 200;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
