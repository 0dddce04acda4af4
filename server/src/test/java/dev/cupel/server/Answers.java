package dev.cupel.server;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What labelers say, over HTTP as their page sends it, for tests of what follows from it. */
public final class Answers {
    private Answers() {}

    /** Something a labeler was asked, and what it was about. */
    public record Answered(String assignment, long item) {}

    /**
     * The labeler's next item, answered with {@link Items#good} or skipped.
     *
     * @param more what is otherwise than there: outcome, answers, comment, ambiguous, ...
     */
    public static Answered next(Client labeler, String project, Map<String, ?> more) {
        String assignment = labeler.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
        save(labeler, assignment, more);
        return new Answered(
                assignment,
                Items.sql()
                        .sql("select item_id from assignment where id = ?::uuid")
                        .param(assignment)
                        .query(Long.class)
                        .single());
    }

    /** The same for something that was asked before. */
    public static void save(Client labeler, String assignment, Map<String, ?> more) {
        Map<String, Object> answer = new HashMap<>(Items.good());
        answer.put("saveId", UUID.randomUUID());
        answer.putAll(more);
        labeler.put("/assignments/" + assignment + "/annotation", answer).expect(200);
    }
}
