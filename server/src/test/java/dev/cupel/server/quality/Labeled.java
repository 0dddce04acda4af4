package dev.cupel.server.quality;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A project whose answers come from a table, entered through the API by simulated annotators. */
public final class Labeled {
    private final Owner owner = TestServer.owner();
    private final String project;
    private final Map<String, Client> annotators = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> assignments = new HashMap<>();

    private Labeled(String project) {
        this.project = project;
    }

    public String project() {
        return project;
    }

    public Client manager() {
        return owner.client();
    }

    public static Labeled empty(int items, int overlap, List<?> questions) {
        String project = TestServer.owner().project(overlap, questions);
        Items.add(project, items);
        TestServer.owner()
                .client()
                .patch("/projects/" + project, Map.of("labelersSee", Map.of("key", true, "metadata", List.of())))
                .expect(200);
        return new Labeled(project);
    }

    /**
     * @param table first line: names of annotators; each further line: their answers to one item, {@code -} for none
     */
    public static Labeled of(String question, List<String> options, String table) {
        List<String[]> lines =
                table.strip().lines().map(line -> line.strip().split("\\s+")).toList();
        String[] names = lines.getFirst();
        int items = lines.size() - 1;
        Labeled labeled =
                empty(items, names.length, List.of(Map.of("id", question, "type", "choice", "options", options)));
        for (int a = 0; a < names.length; a++) {
            Map<String, Object> answers = new HashMap<>();
            for (int i = 1; i <= items; i++) {
                String answer = lines.get(i)[a];
                if (!answer.equals("-")) {
                    answers.put("k" + i, Map.of(question, answer));
                }
            }
            labeled.answer(names[a], answers);
        }
        return labeled;
    }

    /** Lets an annotator go through the whole queue, answering what the map has by item key and skipping the rest. */
    public Labeled answer(String annotator, Map<String, ?> answersByKey) {
        Client client = annotators.computeIfAbsent(annotator, name -> owner.simulated(project, name));
        while (true) {
            JsonNode assignment = client.post("/projects/" + project + "/next", Map.of())
                    .expect(200)
                    .json()
                    .path("assignment");
            if (assignment.isMissingNode()) {
                return this;
            }
            String key = assignment.path("item").path("key").asString();
            Object answers = answersByKey.get(key);
            String id = assignment.path("id").asString();
            assignments.computeIfAbsent(annotator, a -> new HashMap<>()).put(key, id);
            save(client, id, answers);
        }
    }

    /** Saves a revision. */
    public void revise(String annotator, String key, @Nullable Object answers) {
        Client client = annotators.get(annotator);
        String id = assignments.getOrDefault(annotator, Map.of()).get(key);
        if (client == null || id == null) {
            throw new AssertionError(annotator + " has not had " + key);
        }
        save(client, id, answers);
    }

    private static void save(Client client, String assignment, @Nullable Object answers) {
        Map<String, Object> body = new HashMap<>();
        body.put("saveId", UUID.randomUUID());
        body.put("outcome", answers == null ? "skipped" : "submitted");
        body.put("answers", answers == null ? Map.of() : answers);
        if (answers == null) {
            body.put("skipReason", "not sure");
        }
        body.put("activeMs", 4000);
        body.put("schemaVersion", 1);
        body.put("guidelineVersion", 1);
        client.put("/assignments/" + assignment + "/annotation", body).expect(200);
    }

    public long itemId(String key) {
        return Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? and i.key = ?")
                .params(project, key)
                .query(Long.class)
                .single();
    }

    public long member(String annotator) {
        return Items.sql().sql("""
                        select m.id from member m join account a on a.id = m.account_id
                            join project p on p.id = m.project_id where p.key = ? and a.display_name = ?
                        """).params(project, annotator).query(Long.class).single();
    }

    /** Makes an item gold as the item room does, apart from its queue place. */
    public void gold(String key, String question, String option) {
        Items.sql()
                .sql("""
                        with o as (select o.question, o.number, o.project_id from option_code o
                                join question_code c on c.project_id = o.project_id and c.number = o.question
                                join project p on p.id = o.project_id
                                where p.key = :project and c.question_id = :question and o.option_id = :option),
                             s as (update item_state set gold = true where item_id = :item)
                        insert into gold (item_id, project_id, question, option, set_by)
                        select :item, o.project_id, o.question, o.number, p.created_by
                        from o join project p on p.id = o.project_id
                        """)
                .param("project", project)
                .param("question", question)
                .param("option", option)
                .param("item", itemId(key))
                .update();
    }

    public JsonNode get(String path) {
        return manager().get("/projects/" + project + path).expect(200).json();
    }

    /** Computes a report now, having waited until it is the one that has seen everything. */
    public JsonNode report(String question) {
        JsonNode job = manager()
                .post("/projects/" + project + "/quality", Map.of("question", question))
                .expect(202)
                .json();
        await(() -> {
            JsonNode now = manager()
                    .get("/jobs/" + job.path("id").asString())
                    .expect(200)
                    .json();
            if (now.path("state").asString().equals("failed")) {
                throw new AssertionError(now.toString());
            }
            return now.path("state").asString().equals("done");
        });
        await(() ->
                get("/quality?question=" + question).path("state").asString().equals("fresh"));
        return get("/quality?question=" + question);
    }

    public String status(String key) {
        return List.of("unlabeled", "in_progress", "complete", "disputed", "adjudicated", "excluded")
                .get(Items.sql()
                        .sql("select status from item_state where item_id = ?")
                        .param(itemId(key))
                        .query(Integer.class)
                        .single());
    }

    /** One column of the best known answer to an item's question, as text. */
    public String best(String key, String question, String column) {
        return Items.sql()
                .sql("select coalesce(a." + column + "::text, '') from item_answer a join question_code c"
                        + " on c.project_id = a.project_id and c.number = a.question"
                        + " where a.item_id = ? and c.question_id = ?")
                .params(itemId(key), question)
                .query(String.class)
                .optional()
                .orElse("no row");
    }

    /** The report on the first question of a project, once it has seen everything. */
    public static JsonNode freshReport(String project) {
        Client client = TestServer.owner().client();
        try {
            await(() -> client.get("/projects/" + project + "/quality")
                    .expect(200)
                    .json()
                    .path("state")
                    .asString()
                    .equals("fresh"));
        } catch (AssertionError inVain) {
            throw new AssertionError(
                    "the report is "
                            + client.get("/projects/" + project + "/quality").json() + "; the newest jobs are "
                            + Items.sql()
                                    .sql(
                                            "select concat_ws(' ', kind, owner, state, error) from job order by created_at desc limit 8")
                                    .query(String.class)
                                    .list(),
                    inVain);
        }
        return client.get("/projects/" + project + "/quality").expect(200).json();
    }

    /** Waits for something the server does by itself. */
    public static void await(java.util.function.BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** @return values of a field of every element */
    public static List<String> all(JsonNode array, String field) {
        List<String> values = new ArrayList<>();
        for (JsonNode element : array) {
            values.add(element.path(field).asString());
        }
        return values;
    }
}
