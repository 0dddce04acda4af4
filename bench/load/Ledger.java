import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the clients were told, against what the server has. */
final class Ledger {
    /**
     * A save the server acknowledged.
     *
     * @param mark sent as the comment, unique to this save: the content itself is compared
     */
    record Acknowledged(String assignmentId, String itemId, long annotationId, String answer, String mark) {}

    private Ledger() {}

    /**
     * Reads every annotator's own answers back and compares.
     *
     * @param acknowledged by annotator
     * @param unknown marks of saves whose reply never came and that were never sent again: there or not, both are right
     * @return everything that is wrong, in words; empty if nothing was lost, doubled or handed out too often
     */
    static List<String> verify(
            URI base,
            String project,
            Map<Api.Annotator, List<Acknowledged>> acknowledged,
            Set<String> unknown,
            int overlap)
            throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> answersByItem = new HashMap<>();
        Http http = new Http(base);
        long stored = 0;
        long promised = 0;
        for (Map.Entry<Api.Annotator, List<Acknowledged>> each : acknowledged.entrySet()) {
            Map<String, Acknowledged> expected = new HashMap<>();
            for (Acknowledged one : each.getValue()) {
                promised++;
                if (expected.put(one.assignmentId, one) != null) {
                    wrong.add(each.getKey().name() + " was handed assignment " + one.assignmentId + " twice");
                }
            }
            Set<String> items = new HashSet<>();
            Set<String> seen = new HashSet<>();
            String before = "";
            do {
                String path = Api.ROOT + "/projects/" + project + "/mine?limit=100" + before;
                Map<String, Object> page = Api.sure("GET " + path, http.get(path, each.getKey().token()));
                for (Map<String, Object> mine : Json.children(page, "annotations")) {
                    stored++;
                    String assignment = Json.string(mine, "assignmentId");
                    String item = Json.string(Json.child(mine, "item"), "id");
                    // Names of items differ from annotator to annotator; no two texts are the same.
                    answersByItem.merge(Json.string(Json.child(Json.child(mine, "item"), "fields"), "text"), 1, Integer::sum);
                    String who = each.getKey().name() + ", item " + item + ", assignment " + assignment;
                    if (!seen.add(assignment)) {
                        wrong.add(who + ": stored twice");
                    }
                    if (!items.add(item)) {
                        wrong.add(who + ": the same annotator answered the item twice");
                    }
                    if (Json.number(mine, "revision") != 1) {
                        wrong.add(who + ": one save became revision " + Json.number(mine, "revision"));
                    }
                    Acknowledged promise = expected.remove(assignment);
                    if (promise == null) {
                        if (!unknown.contains(Json.string(mine, "comment"))) {
                            wrong.add(who + ": stored, but nobody sent it");
                        }
                    } else if (!promise.itemId.equals(item)
                            || !promise.mark.equals(Json.string(mine, "comment"))
                            || !promise.answer.equals(Json.string(Json.child(mine, "answers"), "sentiment"))) {
                        wrong.add(who + ": stored with other content: " + mine + " instead of " + promise);
                    }
                }
                before = page.get("next") == null ? "" : "&before=" + page.get("next");
            } while (!before.isEmpty());
            expected.values().forEach(lost -> wrong.add("LOST, though acknowledged: " + each.getKey().name() + " " + lost));
        }
        answersByItem.forEach((item, answers) -> {
            if (answers > overlap) {
                wrong.add("item " + item + " has " + answers + " answers, wanted are " + overlap);
            }
        });
        System.out.printf("verified: %,d acknowledged, %,d stored, %,d items, most answers on one item %d of %d: %s%n",
                promised, stored, answersByItem.size(),
                answersByItem.values().stream().mapToInt(Integer::intValue).max().orElse(0), overlap,
                wrong.isEmpty() ? "nothing lost, nothing doubled, overlap kept" : wrong.size() + " PROBLEMS");
        wrong.stream().limit(20).forEach(problem -> System.out.println("  " + problem));
        return wrong;
    }
}
