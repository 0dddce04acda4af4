package dev.cupel.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A labeler who collects everything the server says tries to find out which items are gold. */
final class GoldIsHiddenTest {
    private final Owner owner = TestServer.owner();

    /** What a labeler sees around one answer. */
    private record Seen(String assignment, String item, boolean gold, String shape, Map<String, Long> moved) {}

    private String project(int items, int goldEvery) {
        String project = owner.project(1);
        owner.client()
                .patch("/projects/" + project, Map.of("goldEvery", goldEvery))
                .expect(200);
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < items; i++) {
            boolean gold = i % 4 == 3;
            file.append("{\"key\":\"")
                    .append(gold ? "check-" : "review-")
                    .append(i)
                    .append("\",\"text\":\"text ")
                    .append(i);
            file.append("\",\"source\":\"shop\",\"label\":\"")
                    .append(gold ? "good" : "")
                    .append('"');
            file.append(gold ? ",\"gold.sentiment\":\"good\"" : "").append("}\n");
        }
        assertThat(Files.imported(owner.client(), project, "?format=jsonl", file.toString())
                        .path("state")
                        .asString())
                .isEqualTo("done");
        return project;
    }

    private static boolean isGold(String assignment) {
        return Items.sql()
                .sql("select kind = 'gold' from assignment where id = ?::uuid")
                .param(assignment)
                .query(Boolean.class)
                .single();
    }

    /** Names of everything in a document, with kinds of values: what differs between two answers of the server. */
    private static String shape(JsonNode node) {
        if (node.isObject()) {
            Set<String> parts = new TreeSet<>();
            node.properties().forEach(p -> parts.add(p.getKey() + ":" + shape(p.getValue())));
            return parts.toString();
        }
        return node.getNodeType().name();
    }

    /** Every number a labeler can watch. */
    private static Map<String, Long> figures(Client person, String project) {
        Map<String, Long> figures = new HashMap<>();
        numbers(
                "stats",
                person.get("/projects/" + project + "/mine/stats").expect(200).json(),
                figures);
        person.get("/projects").expect(200).json().path("projects").forEach(p -> numbers("project", p, figures));
        numbers("settings", person.get("/projects/" + project).expect(200).json(), figures);
        return figures;
    }

    private static void numbers(String at, JsonNode node, Map<String, Long> into) {
        node.properties().forEach(p -> {
            if (p.getValue().isNumber()) {
                into.put(at + "." + p.getKey(), p.getValue().asLong());
            } else {
                numbers(at + "." + p.getKey(), p.getValue(), into);
            }
        });
    }

    private List<Seen> work(Client person, String project, int most) {
        List<Seen> seen = new ArrayList<>();
        Map<String, Long> before = figures(person, project);
        while (seen.size() < most) {
            JsonNode assignment = person.post("/projects/" + project + "/next", Map.of())
                    .expect(200)
                    .json()
                    .path("assignment");
            if (assignment.isMissingNode()) {
                break;
            }
            String id = assignment.path("id").asString();
            JsonNode saved = person.put("/assignments/" + id + "/annotation", Items.good())
                    .expect(200)
                    .json();
            Map<String, Long> after = figures(person, project);
            Map<String, Long> moved = new HashMap<>();
            for (String name : after.keySet()) {
                moved.put(name, after.get(name) - before.getOrDefault(name, 0L));
            }
            before = after;
            seen.add(new Seen(
                    id,
                    assignment.path("item").path("id").asString(),
                    isGold(id),
                    shape(assignment) + shape(saved),
                    moved));
        }
        return seen;
    }

    @Test
    void noFigureMovesOtherwiseForGoldThanForAnOrdinaryItemWithinABatch() {
        String project = project(60, 3);
        Client person = owner.invite(project, "labeler");
        List<Seen> seen = work(person, project, 9);
        assertThat(seen).hasSize(9);
        assertThat(seen.stream().map(Seen::shape).distinct()).hasSize(1);
        assertThat(seen.stream().map(Seen::moved).distinct()).hasSize(1);
        List<Seen> more = work(person, project, 20);
        assertThat(more.stream().filter(Seen::gold)).isNotEmpty();
        assertThat(more.stream().filter(s -> !s.gold())).isNotEmpty();
        // Across batches figures are put right, but at every tenth answer, whatever it was.
        List<Map<String, Long>> within = new ArrayList<>();
        for (int i = 0; i < more.size(); i++) {
            if ((i + 10) % 10 != 0) {
                within.add(more.get(i).moved());
            }
        }
        assertThat(within.stream().distinct()).hasSize(1);
    }

    /** Where the items of a project stand in its file, by kind and in the order in which one labeler got them. */
    private static List<Integer> places(List<Seen> seen, boolean gold) {
        return seen.stream()
                .filter(s -> s.gold() == gold)
                .map(s -> Items.sql()
                        .sql("""
                        select substring(i.key from '[0-9]+$')::int from assignment a join item i on i.id = a.item_id
                        where a.id = ?::uuid
                        """)
                        .param(s.assignment())
                        .query(Integer.class)
                        .single())
                .toList();
    }

    private static double ascents(List<Integer> places) {
        long up = 0;
        for (int i = 1; i < places.size(); i++) {
            up += places.get(i) > places.get(i - 1) ? 1 : 0;
        }
        return (double) up / (places.size() - 1);
    }

    @Test
    void ordinaryItemsComeInNoMoreOfTheFilesOrderThanGold() {
        String project = project(200, 3);
        List<Seen> seen = work(owner.invite(project, "labeler"), project, 120);
        List<Integer> ordinary = places(seen, false);
        List<Integer> gold = places(seen, true);
        assertThat(ordinary).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat(gold).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        // In any order half of the steps go up, with a deviation of .04 for so many.
        assertThat(ascents(ordinary)).isBetween(0.25, 0.75);
    }

    @Test
    void withoutGoldTheOrderIsThatOfTheFileAlsoWhenGoldIsTurnedOffLater() {
        String project = project(60, 3);
        Client person = owner.invite(project, "labeler");
        List<Seen> mixed = work(person, project, 20);
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 0)).expect(200);
        List<Seen> plain = work(person, project, 60);
        assertThat(places(plain, false)).isSorted();
        assertThat(places(plain, true)).isEmpty();
        List<Integer> all = new ArrayList<>(places(mixed, false));
        all.addAll(places(plain, false));
        assertThat(all).hasSize(45).doesNotHaveDuplicates();
    }

    @Test
    void whenGoldIsTurnedOnWhatIsLeftComesInTheSecretOrder() {
        String project = project(120, 0);
        Client person = owner.invite(project, "labeler");
        List<Seen> plain = work(person, project, 10);
        assertThat(places(plain, false)).isSorted();
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 3)).expect(200);
        List<Integer> rest = places(work(person, project, 200), false);
        assertThat(ascents(rest)).isBetween(0.25, 0.75);
        List<Integer> all = new ArrayList<>(places(plain, false));
        all.addAll(rest);
        assertThat(all).hasSize(90).doesNotHaveDuplicates();
    }

    @Test
    void theSecretOrderIsTheSameForAllSoThatItemsGetTheirAnswersEarly() {
        String project = owner.project(2);
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 5)).expect(200);
        Items.add(project, 30);
        List<Integer> one = places(work(owner.simulated(project, "Simulated one"), project, 10), false);
        assertThat(places(work(owner.simulated(project, "Simulated two"), project, 10), false))
                .isEqualTo(one);
        assertThat(places(work(owner.simulated(project, "Simulated three"), project, 10), false))
                .doesNotContainAnyElementsOf(one);
    }

    @Test
    void onceTheOrdinaryItemsAreOutGoldDoesNotComeAlone() {
        String project = project(24, 2);
        Client first = owner.invite(project, "labeler");
        assertThat(work(first, project, 100)).hasSizeBetween(18, 24);
        for (int i = 0; i < 8; i++) {
            Client late = owner.simulated(project, "Simulated late " + i);
            assertThat(late.post("/projects/" + project + "/next", Map.of())
                            .expect(200)
                            .json()
                            .path("reason")
                            .asString())
                    .isEqualTo("all_done");
            assertThat(late.get("/projects/" + project + "/mine/stats")
                            .expect(200)
                            .json()
                            .path("openForMe")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void goldThatWasGivenBackIsLostLikeAnOrdinaryItemOnceTheOthersAreThrough() {
        String project = project(24, 2);
        Client person = owner.invite(project, "labeler");
        Set<Boolean> kinds = new HashSet<>();
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String id = person.post("/projects/" + project + "/next", Map.of())
                    .expect(200)
                    .json()
                    .path("assignment")
                    .path("id")
                    .asString();
            kinds.add(isGold(id));
            person.delete("/assignments/" + id).expect(204);
            given.add(id);
        }
        assertThat(kinds).containsExactlyInAnyOrder(true, false);
        assertThat(work(owner.invite(project, "labeler"), project, 100)).hasSizeGreaterThanOrEqualTo(18);
        for (String id : given) {
            assertThat(person.post("/assignments/" + id + "/keep", Map.of())
                            .expect(409)
                            .code())
                    .isEqualTo("lease_lost");
            assertThat(person.put("/assignments/" + id + "/annotation", Items.good())
                            .expect(409)
                            .code())
                    .isEqualTo("lease_lost");
        }
    }

    @Test
    void whateverAnotherLabelerAnswersMovesMyFiguresAlike() {
        String project = project(60, 3);
        Client mine = owner.invite(project, "labeler");
        Client other = owner.invite(project, "labeler");
        assertThat(work(mine, project, 1)).hasSize(1);
        assertThat(work(other, project, 1)).hasSize(1);
        Map<String, Long> before = figures(mine, project);
        Set<Boolean> kinds = new HashSet<>();
        for (int i = 1; i <= 24; i++) {
            String id = other.post("/projects/" + project + "/next", Map.of())
                    .expect(200)
                    .json()
                    .path("assignment")
                    .path("id")
                    .asString();
            assertThat(figures(mine, project)).isEqualTo(before);
            other.put("/assignments/" + id + "/annotation", Items.good()).expect(200);
            kinds.add(isGold(id));
            // 45 items with half as many gold ones among them for all together, less what was answered; for me alone 45
            // and
            // 15, less my answer. Nothing here asks which kind the answers were of.
            before.put("stats.openForMe", Math.min(45L + 15 - 1, 45 + 22 - 2 - i));
            assertThat(figures(mine, project)).as("after %d answers", i).isEqualTo(before);
        }
        assertThat(kinds).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aLabelerCountsGoldAmongTheItemsAndAReviewerDoesNot() {
        String project = project(40, 3);
        for (Map.Entry<String, Integer> each :
                Map.of("labeler", 40, "reviewer", 30).entrySet()) {
            Client person = owner.invite(project, each.getKey());
            assertThat(person.get("/projects")
                            .expect(200)
                            .json()
                            .path("projects")
                            .get(0)
                            .path("items")
                            .asInt())
                    .isEqualTo(each.getValue());
        }
    }

    @Test
    void anItemHasAnotherNameForEachLabeler() {
        String project = owner.project(2);
        Items.add(project, 1);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            names.add(work(owner.simulated(project, "Simulated " + i), project, 1)
                    .getFirst()
                    .item());
        }
        assertThat(names).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void nothingThatALabelerReadsNamesGoldKeysOrAnswersOfTheFile() {
        String project = project(24, 2);
        Client person = owner.invite(project, "labeler");
        StringBuilder everything = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            var next = person.post("/projects/" + project + "/next", Map.of()).expect(200);
            everything.append(next.raw().body());
            String id = next.json().path("assignment").path("id").asString();
            everything.append(person.put("/assignments/" + id + "/annotation", Items.good())
                    .expect(200)
                    .raw()
                    .body());
            everything.append(
                    person.get("/assignments/" + id + "/annotation").raw().body());
        }
        for (String path : List.of(
                "/projects",
                "/projects/" + project,
                "/projects/" + project + "/mine",
                "/projects/" + project + "/mine/stats",
                "/projects/" + project + "/guidelines")) {
            everything.append(person.get(path).expect(200).raw().body());
        }
        assertThat(everything.toString().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("gold", "check-", "review-", "\"label\"", "shop");
    }

    @Test
    void theNameOfAnItemIsAlwaysTheSameAndSaysNothingAboutItsPlace() {
        String project = project(40, 0);
        Client one = owner.invite(project, "labeler");
        List<Seen> seen = work(one, project, 20);
        List<String> names = seen.stream().map(Seen::item).toList();
        assertThat(names).allMatch(name -> name.matches("[0-9a-f]{24}"));
        assertThat(names).isNotEqualTo(names.stream().sorted().toList());
        JsonNode mine =
                one.get("/projects/" + project + "/mine").expect(200).json().path("annotations");
        Set<String> again = new HashSet<>();
        mine.forEach(a -> again.add(a.path("item").path("id").asString()));
        assertThat(again).isEqualTo(new HashSet<>(names));
    }

    @Test
    void givingAnItemBackDoesNotBringGoldBackAtOnce() {
        String project = project(40, 1);
        Client person = owner.invite(project, "labeler");
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            JsonNode assignment = person.post("/projects/" + project + "/next", Map.of())
                    .expect(200)
                    .json()
                    .path("assignment");
            assertThat(given.add(assignment.path("item").path("id").asString())).isTrue();
            person.delete("/assignments/" + assignment.path("id").asString()).expect(204);
        }
    }

    @Test
    void goldIsJudgedByTheFirstAnswerAndToldInBatchesOnlyWhereTheProjectWantsIt() {
        String project = project(80, 1);
        Client person = owner.invite(project, "labeler");
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String id = person.post("/projects/" + project + "/next", Map.of())
                    .expect(200)
                    .json()
                    .path("assignment")
                    .path("id")
                    .asString();
            Map<String, Object> save = new HashMap<>(Items.good());
            if (i < 4) {
                save.put("answers", Map.of("sentiment", "bad"));
                wrong.add(id);
            }
            person.put("/assignments/" + id + "/annotation", save).expect(200);
        }
        for (String id : wrong) {
            person.put("/assignments/" + id + "/annotation", Items.good()).expect(200);
        }
        JsonNode silent =
                person.get("/projects/" + project + "/mine/stats").expect(200).json();
        assertThat(silent.has("gold")).isFalse();
        owner.client()
                .patch("/projects/" + project, Map.of("goldFeedback", true))
                .expect(200);
        JsonNode gold = person.get("/projects/" + project + "/mine/stats")
                .expect(200)
                .json()
                .path("gold");
        assertThat(gold.path("answered").asInt()).isEqualTo(10);
        assertThat(gold.path("correct").asInt()).isEqualTo(6);
        String next = person.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
        person.put("/assignments/" + next + "/annotation", Items.good()).expect(200);
        assertThat(person.get("/projects/" + project + "/mine/stats")
                        .expect(200)
                        .json()
                        .path("gold"))
                .isEqualTo(gold);
    }

    @Test
    void labelersSeeTheColumnsThatTheProjectNamesAndNoOthers() {
        String project = project(8, 0);
        Client person = owner.invite(project, "labeler");
        owner.client()
                .patch(
                        "/projects/" + project,
                        Map.of("labelersSee", Map.of("key", true, "metadata", List.of("source"))))
                .expect(200);
        JsonNode item = person.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment")
                .path("item");
        assertThat(item.path("key").asString()).isEqualTo("review-0");
        assertThat(item.path("metadata").properties()).hasSize(1);
        assertThat(item.path("metadata").path("source").asString()).isEqualTo("shop");
        assertThat(owner.client()
                        .get("/projects/" + project)
                        .json()
                        .path("labelersSee")
                        .path("metadata")
                        .get(0)
                        .asString())
                .isEqualTo("source");
    }

    @Test
    void anAnswerHeldByNoColumnIsImpossible() {
        UUID account = Items.sql()
                .sql("select id from account limit 1")
                .query(UUID.class)
                .single();
        for (String insert : List.of(
                "insert into gold (item_id, project_id, question, set_by) values (1, 1, 999, ?)",
                "insert into vote (project_id, question, item_id, member_id, annotation_id) select 1, 999, 1, 1, 1 where ?::uuid is not null",
                "insert into gold_attempt (project_id, question, item_id, member_id) select 1, 999, 1, 1 where ?::uuid is not null")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> Items.sql().sql(insert).param(account).update()))
                    .hasMessageContaining("is_one_answer");
        }
    }
}
