package dev.cupel.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever happens to items, in whatever order: what they want, what they have, where they stand and what people are offered follow
 * from it exactly. The rule is computed here from what happened (answers, leases, gold, decisions, exclusions, the bin, the overlap), never
 * from the places.
 */
final class PlacesTest {
    private static final int ITEMS = 6;
    /** What an item wants and has, and where it stands, by the rule; and as it is stored. */
    private static final String STANDING = """
            with item_facts as (
                select i.id, i.key, exists (select 1 from item_bin b where b.item_id = i.id) as binned,
                       i.excluded_at is not null or exists (select 1 from item_bin b where b.item_id = i.id) as excluded, coalesce(i.answers_wanted, p.overlap) as overlap,
                       exists (select 1 from gold g where g.item_id = i.id) as gold,
                       exists (select 1 from adjudication j where j.item_id = i.id and j.retracted_at is null) as decided,
                       (select count(*) from assignment a where a.item_id = i.id and a.round = 0 and a.state = 'answered') as answers,
                       (select count(*) from assignment a where a.item_id = i.id and a.round = 0 and a.state in ('leased', 'answered')) as held,
                       exists (select 1 from item_answer a where a.item_id = i.id and a.disputed and a.source = 0) as open
                from item i join project p on p.id = i.project_id where p.key = ?
            ), rule as (
                select *, case when gold or excluded or decided then 0 else overlap end as wanted from item_facts
            )
            select r.key,
                   concat_ws(' ', 'wants', r.wanted, 'has', case when r.gold then null else r.held end, 'gold', r.gold and not r.excluded,
                       'answers', r.answers, 'is gold', r.gold,
                       'status', case when r.binned then 6 when r.excluded then 5
                                      when not r.gold and r.answers >= r.wanted and r.open then 3
                                      when r.decided and not r.gold then 4
                                      when r.answers = 0 then 0
                                      when r.answers < r.wanted then 1 else 2 end) as rule,
                   concat_ws(' ', 'wants', o.wanted, 'has', case when r.gold then null else o.taken end,
                       'gold', exists (select 1 from place g where g.item_id = r.id and g.stage = 'gold'),
                       'answers', s.answers, 'is gold', s.gold, 'status', s.status) as stored
            from rule r join item_state s on s.item_id = r.id join place o on o.item_id = r.id and o.stage = 'production'
            order by r.id
            """;
    /** What somebody may be offered: ordinary items with room, and gold they have not answered. */
    private static final String OFFERED = """
            select i.fields ->> 'text' as text, exists (select 1 from gold g where g.item_id = i.id) as gold
            from item i join project p on p.id = i.project_id
            where p.key = :project and i.excluded_at is null and not exists (select 1 from item_bin b where b.item_id = i.id)
              and not exists (select 1 from assignment a join member m on m.id = a.member_id join account c on c.id = m.account_id
                              where a.item_id = i.id and a.round = 0 and c.display_name = :name and a.state <> 'released')
              and (exists (select 1 from gold g where g.item_id = i.id)
                   or (not exists (select 1 from adjudication j where j.item_id = i.id and j.retracted_at is null)
                       -- who audits an item gives no opinion on it
                       and not exists (select 1 from assignment a join member m on m.id = a.member_id join account c on c.id = m.account_id
                                       where a.item_id = i.id and a.kind = 'audit' and c.display_name = :name and a.state <> 'released')
                       and (select count(*) from assignment a where a.item_id = i.id and a.round = 0 and a.state in ('leased', 'answered')) < coalesce(i.answers_wanted, p.overlap)))
            """;
    /** What somebody may be asked in the pilot that runs: its items that are no gold, not decided, not excluded, and have room in it. */
    private static final String PILOTED = """
            select i.fields ->> 'text' as text, false as gold
            from pilot t join project p on p.id = t.project_id and t.ended_at is null
                join pilot_item o on o.project_id = t.project_id and o.number = t.number join item i on i.id = o.item_id
            where p.key = :project and i.excluded_at is null and not exists (select 1 from item_bin b where b.item_id = i.id) and not exists (select 1 from gold g where g.item_id = i.id)
              and not exists (select 1 from adjudication j where j.item_id = i.id and j.retracted_at is null)
              and not exists (select 1 from assignment a join member m on m.id = a.member_id join account c on c.id = m.account_id
                              where a.item_id = i.id and c.display_name = :name and a.state <> 'released')
              and (select count(*) from assignment a where a.item_id = i.id and a.kind = 'pilot' and a.state in ('leased', 'answered')) < t.answers
            """;
    /** What somebody may be asked because everybody is. */
    private static final String EVERYBODY = """
            select i.fields ->> 'text' as text, false as gold
            from item i join project p on p.id = i.project_id
            where p.key = :project and i.excluded_at is null and not exists (select 1 from item_bin b where b.item_id = i.id) and not exists (select 1 from gold g where g.item_id = i.id)
              and not exists (select 1 from adjudication j where j.item_id = i.id and j.retracted_at is null)
              and not exists (select 1 from assignment a join member m on m.id = a.member_id join account c on c.id = m.account_id
                              where a.item_id = i.id and c.display_name = :name and a.state <> 'released')
            """;
    /** What somebody may audit: finished ordinary items that they had nothing to do with. */
    private static final String AUDITED =
            EVERYBODY + " and exists (select 1 from item_state s where s.item_id = i.id and s.status = 2)";
    /** What somebody may be asked about once more: ordinary items that they have answered, each of them once. */
    private static final String AGAIN = """
            select i.fields ->> 'text' as text, false as gold
            from item i join project p on p.id = i.project_id
                join assignment a on a.item_id = i.id and a.round = 0 and a.state = 'answered' and a.kind in ('production', 'pilot', 'calibration')
                join member m on m.id = a.member_id join account c on c.id = m.account_id
            where p.key = :project and c.display_name = :name and i.excluded_at is null and not exists (select 1 from item_bin b where b.item_id = i.id)
              and not exists (select 1 from gold g where g.item_id = i.id)
              and not exists (select 1 from assignment b where b.item_id = i.id and b.member_id = m.id and b.round > 0)
            """;

    private final Owner owner = TestServer.owner();
    private final String project = owner.project(2);
    private final List<Long> items = new ArrayList<>();
    private final BlockingDeque<Long> changes = new LinkedBlockingDeque<>();

    private record Person(String name, Client client, Set<String> leases, Set<String> answered) {}

    private record Offered(String text, boolean gold) {}

    private List<Person> people(int count) {
        Items.add(project, ITEMS);
        items.addAll(Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? order by i.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list());
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    String name = project + " person " + n;
                    return new Person(
                            name, owner.simulated(project, name), new LinkedHashSet<>(), new LinkedHashSet<>());
                })
                .toList();
    }

    private String item(int n) {
        return "/projects/" + project + "/items/" + items.get(n);
    }

    private static Map<String, Object> answer(Random chance, boolean skipped) {
        Map<String, Object> answer = new HashMap<>(Items.good());
        if (skipped) {
            answer.putAll(Map.of("outcome", "skipped", "skipReason", "Unreadable.", "answers", Map.of()));
        } else {
            answer.put("answers", Map.of("sentiment", chance.nextBoolean() ? "good" : "bad"));
        }
        return answer;
    }

    private static String pick(Set<String> names, Random chance) {
        return names.stream().skip(chance.nextInt(names.size())).findFirst().orElseThrow();
    }

    /** @return what happened, in words; "" where it could not happen */
    private String event(List<Person> people, Random chance) {
        Person person = people.get(chance.nextInt(people.size()));
        int n = chance.nextInt(ITEMS);
        String value = chance.nextBoolean() ? "good" : "bad";
        return switch (chance.nextInt(23)) {
            case 0, 1, 2, 3 -> next(person);
            case 4, 5, 6 -> {
                if (person.leases().isEmpty()) {
                    yield "";
                }
                String lease = pick(person.leases(), chance);
                boolean skipped = chance.nextInt(5) == 0;
                person.leases().remove(lease);
                boolean saved = save(person, lease, answer(chance, skipped));
                yield person.name() + (skipped ? " skips " : " answers ") + lease + (saved ? "" : ": lost");
            }
            case 7 -> {
                if (person.answered().isEmpty()) {
                    yield "";
                }
                String again = pick(person.answered(), chance);
                boolean skipped = chance.nextBoolean();
                boolean saved = save(person, again, answer(chance, skipped));
                yield person.name() + (skipped ? " takes back " : " answers again ") + again + (saved ? "" : ": lost");
            }
            case 8 -> {
                if (person.leases().isEmpty()) {
                    yield "";
                }
                String lease = pick(person.leases(), chance);
                person.leases().remove(lease);
                person.client().delete("/assignments/" + lease).expect(204);
                yield person.name() + " gives back " + lease;
            }
            case 9 -> {
                int overlap = 1 + chance.nextInt(4);
                owner.client()
                        .patch("/projects/" + project, Map.of("overlap", overlap))
                        .expect(200);
                yield "overlap " + overlap;
            }
            case 10 -> {
                int every = chance.nextInt(4);
                owner.client()
                        .patch("/projects/" + project, Map.of("goldEvery", every))
                        .expect(200);
                yield "gold every " + every;
            }
            case 16 -> {
                int every = chance.nextInt(3);
                owner.client()
                        .patch("/projects/" + project, Map.of("repeatEvery", every, "repeatAfterHours", 0))
                        .expect(200);
                yield "again every " + every;
            }
            case 17 -> {
                boolean start = chance.nextBoolean();
                int status = start
                        ? owner.client()
                                .post(
                                        "/projects/" + project + "/pilots",
                                        Map.of("items", 1 + chance.nextInt(2), "answersPerItem", 2 + chance.nextInt(2)))
                                .status()
                        : endPilot();
                yield (start ? "pilot: " : "no pilot: ") + status;
            }
            case 18 -> {
                int everybody = chance.nextInt(3);
                owner.client()
                        .patch("/projects/" + project + "/stages", Map.of("calibrationItems", everybody))
                        .expect(200);
                yield "everybody answers " + everybody;
            }
            case 19 -> {
                int every = chance.nextInt(3);
                owner.client()
                        .patch("/projects/" + project + "/stages", Map.of("auditEvery", every))
                        .expect(200);
                yield "audit every " + every;
            }
            case 11 -> {
                owner.client()
                        .put(item(n) + "/gold", Map.of("answers", Map.of("sentiment", value)))
                        .expect(200);
                yield "gold " + n;
            }
            case 12 -> {
                owner.client().delete(item(n) + "/gold").expect(204);
                yield "no gold " + n;
            }
            case 13 -> {
                boolean out = chance.nextBoolean();
                if (out) {
                    owner.client()
                            .put(item(n) + "/exclusion", Map.of("reason", "Not ours."))
                            .expect(200);
                } else {
                    owner.client().delete(item(n) + "/exclusion").expect(200);
                }
                yield (out ? "exclude " : "include ") + n;
            }
            case 14 -> {
                int status = owner.client()
                        .put(
                                item(n) + "/adjudication",
                                Map.of("answers", Map.of("sentiment", value), "reason", "It is."))
                        .status();
                assertThat(status).isIn(200, 409);
                yield "decide " + n + ": " + status;
            }
            case 15 -> bring(person, n, value, chance);
            case 20, 21 -> change(chance);
            case 22 -> undo(chance);
            default -> {
                int status = owner.client()
                        .delete(item(n) + "/adjudication?decision=" + decision(n))
                        .status();
                assertThat(status).isIn(200, 404, 409);
                yield "retract " + n + ": " + status;
            }
        };
    }

    /** Something is done to several items at once. */
    private String change(Random chance) {
        List<Long> some = items.stream().filter(item -> chance.nextBoolean()).toList();
        Map<String, Object> change = new HashMap<>(
                switch (chance.nextInt(8)) {
                    case 6 -> Map.of("kind", "bin");
                    case 7 -> Map.of("kind", "restore");
                    case 0 -> Map.of("kind", "exclude", "reason", "Not these.");
                    case 1 -> Map.of("kind", "include");
                    case 2 -> Map.of("kind", "answers", "answers", 1 + chance.nextInt(4));
                    case 3 -> Map.of("kind", "answers");
                    case 4 -> Map.of("kind", "gold");
                    default ->
                        Map.of(
                                "kind",
                                "order",
                                "order",
                                List.of("first", "usual", "last").get(chance.nextInt(3)));
                });
        change.put("items", some.isEmpty() ? List.of(items.getFirst()) : some);
        JsonNode made = owner.client()
                .post("/projects/" + project + "/changes", change)
                .expect(202)
                .json();
        JsonNode over = Files.over(owner.client(), made.path("job").asString());
        assertThat(over.path("state").asString()).as("%s", over).isEqualTo("done");
        changes.add(made.path("id").asLong());
        return change + ": " + over.path("summary");
    }

    private String undo(Random chance) {
        Long change = chance.nextBoolean() ? changes.pollFirst() : changes.pollLast();
        if (change == null) {
            return "";
        }
        JsonNode made = owner.client()
                .post("/projects/" + project + "/changes/" + change + "/undo", Map.of())
                .expect(202)
                .json();
        JsonNode over = Files.over(owner.client(), made.path("job").asString());
        assertThat(over.path("state").asString()).as("%s", over).isEqualTo("done");
        return "undo " + change + ": " + over.path("summary");
    }

    /** The decision in force; 0 if there is none. */
    private long decision(int n) {
        return Items.sql()
                .sql("select coalesce(max(id), 0) from adjudication where item_id = ? and retracted_at is null")
                .param(items.get(n))
                .query(Long.class)
                .single();
    }

    private int endPilot() {
        int newest = Items.sql()
                .sql(
                        "select coalesce(max(t.number), 0) from pilot t join project p on p.id = t.project_id where p.key = ?")
                .param(project)
                .query(Integer.class)
                .single();
        return owner.client()
                .post("/projects/" + project + "/pilots/" + newest + "/end", Map.of("reason", "Enough."))
                .status();
    }

    /** An import brings what this person, and somebody who was never here, said about an item elsewhere. */
    private String bring(Person person, int n, String value, Random chance) {
        String mine = chance.nextInt(4) == 0
                ? "\"outcome\":\"skipped\",\"skipReason\":\"No.\",\"answers\":{}"
                : "\"answers\":{\"sentiment\":\"" + value + "\"}";
        String line = "{\"key\":\"k" + (n + 1) + "\",\"fields\":{\"text\":\"text number " + (n + 1)
                + "\"},\"annotations\":[{\"annotator\":\"" + person.name() + "\"," + mine
                + "},{\"annotator\":\"elsewhere " + chance.nextInt(3) + "\",\"answers\":{\"sentiment\":\"" + value
                + "\"}}]}";
        JsonNode over = Files.imported(owner.client(), project, "?format=jsonl&annotations=true", line);
        assertThat(over.path("state").asString()).as("%s", over).isEqualTo("done");
        assertThat(over.path("problemCount").asInt()).as("%s", over).isZero();
        return "bring " + n + " of " + person.name() + ": " + over.path("summary");
    }

    private boolean save(Person person, String assignment, Map<String, Object> answer) {
        Client.Answer saved = person.client().put("/assignments/" + assignment + "/annotation", answer);
        if (saved.status() == 409) {
            assertThat(saved.code()).isIn("lease_lost", "item_in_bin");
            return false;
        }
        saved.expect(200);
        person.answered().add(assignment);
        return true;
    }

    private String next(Person person) {
        Client.Answer answer =
                person.client().post("/projects/" + project + "/next", Map.of("holding", List.copyOf(person.leases())));
        if (answer.status() == 409) {
            assertThat(answer.code()).isEqualTo("too_many_leases");
            return person.name() + " holds too many";
        }
        JsonNode lease = answer.expect(200).json().path("assignment");
        if (lease.isMissingNode()) {
            return person.name() + " gets nothing";
        }
        person.leases().add(lease.path("id").asString());
        return person.name() + " gets "
                + lease.path("item").path("fields").path("text").asString();
    }

    /**
     * Items whose places or status are not what the rule says. A report marks questions as open, and settles their items a moment
     * later: such a status is waited for.
     */
    private List<String> wrong() {
        Pattern status = Pattern.compile(" status \\d");
        List<String> places = differing(text -> status.matcher(text).replaceAll(""));
        if (!places.isEmpty()) {
            return places;
        }
        List<String> wrong = differing(UnaryOperator.identity());
        for (int tries = 0; tries < 100 && !wrong.isEmpty(); tries++) {
            LockSupport.parkNanos(100_000_000);
            wrong = differing(UnaryOperator.identity());
        }
        return wrong;
    }

    private List<String> differing(UnaryOperator<String> seen) {
        record Standing(String key, String rule, String stored) {}
        return Items.sql()
                .sql(STANDING)
                .param(project)
                .query((row, number) -> new Standing(row.getString(1), row.getString(2), row.getString(3)))
                .list()
                .stream()
                .filter(standing -> !seen.apply(standing.rule()).equals(seen.apply(standing.stored())))
                .map(Standing::toString)
                .toList();
    }

    private List<Offered> offers(String query, Person person) {
        return Items.sql()
                .sql(query)
                .param("project", project)
                .param("name", person.name())
                .query((row, number) -> new Offered(row.getString(1), row.getBoolean(2)))
                .list();
    }

    /** For which stage a person got what they got last. */
    private static String stage(Person person) {
        return Items.sql()
                .sql("select kind::text from assignment where id = ?::uuid")
                .param(List.copyOf(person.leases()).getLast())
                .query(String.class)
                .single();
    }

    private static void mayAudit(Person person) {
        Items.sql()
                .sql(
                        "update member set role = 'reviewer' where account_id = (select id from account where display_name = ?)")
                .param(person.name())
                .update();
    }

    private boolean pilotRuns() {
        return Items.sql()
                .sql("select exists (select 1 from pilot t join project p on p.id = t.project_id"
                        + " where p.key = ? and t.ended_at is null)")
                .param(project)
                .query(Boolean.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void afterAnySequenceOfEventsPlacesStatusAndOffersFollowFromWhatHappened(long seed) {
        List<Person> people = people(5);
        mayAudit(people.getFirst());
        Random chance = new Random(seed);
        List<String> events = new ArrayList<>();
        for (int step = 0; step < 250; step++) {
            Person asking = people.get(chance.nextInt(people.size()));
            boolean pilot = pilotRuns();
            Map<String, List<Offered>> offered = new HashMap<>();
            List<Offered> ordinary = offers(OFFERED, asking);
            offered.put("production", ordinary);
            offered.put("gold", ordinary);
            offered.put("repeat", offers(AGAIN, asking));
            offered.put("pilot", offers(PILOTED, asking));
            offered.put("calibration", offers(EVERYBODY, asking));
            offered.put("audit", offers(AUDITED, asking));
            String got = next(asking);
            events.add(got);
            if (got.contains(" gets ")) {
                String text = got.substring(got.indexOf(" gets ") + 6);
                if (text.equals("nothing")) {
                    assertThat(pilot ? offers(PILOTED, asking) : ordinary)
                            .as("%s", events)
                            .allMatch(Offered::gold);
                } else {
                    String stage = stage(asking);
                    assertThat(stage.equals("pilot")).as("%s %s", stage, events).isEqualTo(pilot);
                    assertThat(stage.equals("audit")
                                    && !asking.name().equals(people.getFirst().name()))
                            .as("%s", events)
                            .isFalse();
                    assertThat(offered.getOrDefault(stage, List.of()))
                            .as("%s %s", stage, events)
                            .extracting(Offered::text)
                            .contains(text);
                }
            }
            String event = event(people, chance);
            if (!event.isEmpty()) {
                events.add(event);
            }
            assertThat(wrong()).as("%s", events).isEmpty();
        }
    }

    @Test
    void whateverHappensAtOncePlacesAndStatusFollowFromIt() throws Exception {
        List<Person> people = people(8);
        mayAudit(people.getFirst());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> runs = new ArrayList<>();
            for (Person person : people) {
                runs.add(executor.submit((Callable<Void>) () -> {
                    for (int step = 0; step < 150; step++) {
                        event(List.of(person), ThreadLocalRandom.current());
                    }
                    return null;
                }));
            }
            for (Future<Void> run : runs) {
                run.get();
            }
        }
        assertThat(wrong()).isEmpty();
    }

    /** Each sees only its own cause until it is committed: the later one must see both. */
    @Test
    void twoCausesOfOneItemThatChangeAtOnceBothHold() throws Exception {
        people(0);
        Random chance = new Random(11);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 60; round++) {
                int n = chance.nextInt(ITEMS);
                List<Callable<Integer>> causes = new ArrayList<>(List.of(
                        () -> owner.client()
                                .put(item(n) + "/gold", Map.of("answers", Map.of("sentiment", "good")))
                                .status(),
                        () -> owner.client().delete(item(n) + "/gold").status(),
                        () -> owner.client()
                                .put(item(n) + "/exclusion", Map.of("reason", "Not ours."))
                                .status(),
                        () -> owner.client().delete(item(n) + "/exclusion").status(),
                        () -> owner.client()
                                .put(
                                        item(n) + "/adjudication",
                                        Map.of("answers", Map.of("sentiment", "good"), "reason", "It is."))
                                .status(),
                        () -> owner.client()
                                .delete(item(n) + "/adjudication?decision=" + decision(n))
                                .status()));
                Collections.shuffle(causes, chance);
                for (Future<Integer> cause : executor.invokeAll(causes.subList(0, 3))) {
                    assertThat(cause.get()).isIn(200, 204, 404, 409);
                }
                assertThat(wrong()).as("round %d", round).isEmpty();
            }
        }
    }

    @Test
    void anOverlapThatChangesWhilePeopleSaveLeavesNoStatusBehind() throws Exception {
        List<Person> people = people(6);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> runs = new ArrayList<>();
            for (Person person : people) {
                runs.add(executor.submit((Callable<Void>) () -> {
                    Random chance = ThreadLocalRandom.current();
                    for (int step = 0; step < 60; step++) {
                        next(person);
                        if (!person.leases().isEmpty()) {
                            String lease = person.leases().iterator().next();
                            person.leases().remove(lease);
                            save(person, lease, answer(chance, false));
                        }
                        if (!person.answered().isEmpty()) {
                            save(person, pick(person.answered(), chance), answer(chance, chance.nextBoolean()));
                        }
                    }
                    return null;
                }));
            }
            for (int turn = 0; !runs.stream().allMatch(Future::isDone); turn++) {
                owner.client()
                        .patch("/projects/" + project, Map.of("overlap", 1 + turn % 3))
                        .expect(200);
            }
            for (Future<Void> run : runs) {
                run.get();
            }
        }
        assertThat(wrong()).isEmpty();
    }

    @Test
    void answersToGoldCountOnceTheItemIsAnOrdinaryOneAgain() {
        List<Person> people = people(5);
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 1)).expect(200);
        owner.client()
                .put(item(0) + "/gold", Map.of("answers", Map.of("sentiment", "good")))
                .expect(200);
        for (Person person : people.subList(0, 3)) {
            assertThat(next(person)).endsWith("text number 1");
            save(person, person.leases().iterator().next(), Items.good());
        }
        owner.client().delete(item(0) + "/gold").expect(204);
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 0)).expect(200);
        assertThat(next(people.get(3))).endsWith("text number 2");
        assertThat(wrong()).isEmpty();
    }

    @Test
    void aLowerOverlapCompletesItemsAndAHigherOneOpensThemAgain() {
        List<Person> people = people(4);
        for (Person person : people.subList(0, 2)) {
            next(person);
            save(person, person.leases().iterator().next(), Items.good());
            person.leases().clear();
        }
        assertThat(status(0)).isEqualTo("complete");
        owner.client().patch("/projects/" + project, Map.of("overlap", 3)).expect(200);
        assertThat(status(0)).isEqualTo("in_progress");
        assertThat(next(people.get(2))).endsWith("text number 1");
        owner.client().patch("/projects/" + project, Map.of("overlap", 1)).expect(200);
        assertThat(status(0)).isEqualTo("complete");
        assertThat(next(people.get(3))).endsWith("text number 2");
    }

    @Test
    void anExcludedItemIsOfferedToNobodyKeepsWhatItHasAndComesBackWhole() {
        List<Person> people = people(3);
        next(people.get(0));
        String lease = people.get(0).leases().iterator().next();
        JsonNode excluded = owner.client()
                .put(item(0) + "/exclusion", Map.of("reason", "A duplicate."))
                .expect(200)
                .json();
        assertThat(excluded.path("status").asString()).isEqualTo("excluded");
        assertThat(excluded.path("excludedReason").asString()).isEqualTo("A duplicate.");
        assertThat(next(people.get(1))).endsWith("text number 2");
        // What was on somebody's screen is still taken.
        assertThat(save(people.get(0), lease, Items.good())).isTrue();
        assertThat(status(0)).isEqualTo("excluded");
        assertThat(owner.client()
                        .put(item(0) + "/exclusion", Map.of("reason", " "))
                        .expect(422)
                        .code())
                .isEqualTo("reason_missing");
        JsonNode back =
                owner.client().delete(item(0) + "/exclusion").expect(200).json();
        assertThat(back.path("status").asString()).isEqualTo("in_progress");
        assertThat(back.path("answers").asInt()).isEqualTo(1);
        assertThat(next(people.get(2))).endsWith("text number 1");
    }

    private String status(int n) {
        return owner.client().get(item(n)).expect(200).json().path("status").asString();
    }

    @Test
    void aDecidedItemThatWasGoldForAWhileIsStillDecided() {
        List<Person> people = people(1);
        owner.client()
                .put(item(0) + "/adjudication", Map.of("answers", Map.of("sentiment", "good"), "reason", "It is."))
                .expect(200);
        owner.client()
                .put(item(0) + "/gold", Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200);
        owner.client().delete(item(0) + "/gold").expect(204);
        assertThat(status(0)).isEqualTo("adjudicated");
        assertThat(next(people.getFirst())).endsWith("text number 2");
    }

    @Test
    void anotherServerOrAnotherRateOfGoldMovesTheTurnAndNobodyNotices() {
        Person person = people(1).getFirst();
        next(person);
        Items.sql()
                .sql("update queue_cursor set handed = handed + 7 where member_id in"
                        + " (select m.id from member m join project p on p.id = m.project_id where p.key = ?)")
                .param(project)
                .update();
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 3)).expect(200);
        assertThat(next(person)).contains("text number");
    }
}
