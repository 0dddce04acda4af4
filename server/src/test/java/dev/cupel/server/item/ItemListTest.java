package dev.cupel.server.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Every filter with every order, against what plain Java says about the same items. */
final class ItemListTest {
    /** More than are sorted at once, so that common values take the other way. */
    private static final int COUNT = ItemSearch.RARE + 700;

    private static Owner owner;
    private static Client client;
    private static String project;
    private static JdbcClient sql;
    private static final List<Item> ITEMS = new ArrayList<>();

    private record Item(
            long id,
            int n,
            int status,
            @org.jspecify.annotations.Nullable Float disagreement,
            boolean gold,
            String option,
            String lang,
            String text) {}

    private record Filter(String query, Predicate<Item> keeps) {}

    @BeforeAll
    static void fill() {
        owner = TestServer.owner();
        client = owner.client();
        sql = TestServer.running().context().getBean(JdbcClient.class);
        project = owner.project(2);
        StringBuilder file = new StringBuilder("key,text,lang\n");
        for (int i = 0; i < COUNT; i++) {
            file.append("k-")
                    .append(i)
                    .append(',')
                    .append(text(i))
                    .append(',')
                    .append(lang(i))
                    .append('\n');
        }
        JsonNode job = Files.imported(client, project, "", file.toString());
        assertThat(job.path("summary").path("added").asInt()).isEqualTo(COUNT);
        sql.sql("""
                with mine as materialized (
                    select i.id, i.key from item i join project p on p.id = i.project_id where p.key = ?
                ), numbered as (select id, substr(key, 3)::int as n from mine)
                update item_state s set status = n % 5,
                    disagreement = case when n % 3 > 0 then (n % 4) / 4.0 end, gold = n % 1000 = 7
                from numbered where numbered.id = s.item_id
                """).param(project).update();
        sql.sql("""
                with mine as materialized (
                    select i.id, i.key, i.project_id from item i join project p on p.id = i.project_id where p.key = ?
                ), numbered as (select id, project_id, substr(key, 3)::int as n from mine)
                insert into item_answer (project_id, question, item_id, source, option, probability)
                select project_id, 0, id, 0, case when n % 10 = 0 then 1 else 0 end, 0.9 from numbered where n % 2 = 0
                """).param(project).update();
        sql.sql("""
                with mine as materialized (
                    select i.id, i.key from item i join project p on p.id = i.project_id where p.key = ?
                )
                select id, substr(key, 3)::int as n from mine order by id
                """).param(project).query(row -> {
            int n = row.getInt("n");
            ITEMS.add(new Item(
                    row.getLong("id"),
                    n,
                    n % 5,
                    n % 3 > 0 ? Float.valueOf((n % 4) / 4f) : null,
                    n % 1000 == 7,
                    n % 2 == 0 ? (n % 10 == 0 ? "bad" : "good") : "",
                    lang(n),
                    text(n)));
        });
        assertThat(ITEMS).hasSize(COUNT);
    }

    private static long member(String project, String name) {
        owner.simulated(project, name);
        return sql.sql("""
                select m.id from member m join account a on a.id = m.account_id join project p on p.id = m.project_id
                where p.key = ? and a.display_name = ?
                """)
                .params(project, name)
                .query((row, number) -> row.getLong(1))
                .single();
    }

    private static void annotated(
            String project, long member, int revision, String which, String when, String skipped) {
        sql.sql("""
                with mine as materialized (
                    select i.id, i.key, i.project_id from item i join project p on p.id = i.project_id where p.key = :project
                ), numbered as (
                    select id, project_id, substr(key, 2)::int as n from mine
                ), said as (select * from numbered where %1$s), g as (
                    insert into assignment (project_id, item_id, member_id, kind, state, revision, imported, leased_until)
                    select project_id, id, :member, 'production', case when %3$s then 'skipped' else 'answered' end, :revision, true, now()
                    from said on conflict (item_id, member_id, round) do update set revision = excluded.revision
                    returning id, item_id
                )
                insert into annotation (assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers, ambiguous,
                                        comment, active_ms, schema_version, guideline_version, saved_at)
                select g.id, said.project_id, said.id, :member, :revision, gen_random_uuid(),
                       case when %3$s then 'skipped' else 'submitted' end, '{}', n %% 90 = 5, case when n %% 300 = 4 then 'odd' end,
                       1, 1, 1, %2$s
                from g join said on said.id = g.item_id
                """.formatted(which, when, skipped))
                .param("project", project)
                .param("member", member)
                .param("revision", revision)
                .update();
    }

    private static String lang(int n) {
        return n % 400 == 3 ? "de" : n % 20 == 0 ? "fr" : "en";
    }

    private static String text(int n) {
        return "common words " + (n % 500 == 9 ? "rarity" : "plenty") + " " + n;
    }

    private static List<Filter> filters() {
        return List.of(
                new Filter("", i -> true),
                new Filter("status=disputed", i -> i.status() == 3),
                new Filter("gold=true", Item::gold),
                new Filter("gold=false&status=unlabeled", i -> !i.gold() && i.status() == 0),
                new Filter("label=sentiment:bad", i -> i.option().equals("bad")),
                new Filter(
                        "label=sentiment:good&status=complete", i -> i.option().equals("good") && i.status() == 2),
                new Filter("q=rarity", i -> i.text().contains("rarity")),
                new Filter("q=RARI", i -> i.text().contains("rarity")),
                new Filter("q=common+words", i -> true),
                new Filter("q=plenty&status=adjudicated", i -> i.text().contains("plenty") && i.status() == 4),
                new Filter("q=k-777", i -> String.valueOf(i.n()).startsWith("777")),
                new Filter("q=nowhere", i -> false),
                new Filter("meta=lang:de", i -> i.lang().equals("de")),
                new Filter("meta=lang:en", i -> i.lang().equals("en")),
                new Filter("meta=lang:en&gold=true", i -> i.lang().equals("en") && i.gold()),
                new Filter(
                        "meta=lang:en&label=sentiment:good&q=plenty",
                        i -> i.lang().equals("en")
                                && i.option().equals("good")
                                && i.text().contains("plenty")),
                new Filter("meta=lang:de&status=in_progress", i -> i.lang().equals("de") && i.status() == 1));
    }

    private static Map<String, Comparator<Item>> orders() {
        Comparator<Item> position = Comparator.comparingLong(Item::id);
        Comparator<Item> falling =
                Comparator.comparingDouble(ItemListTest::rank).reversed().thenComparing(position);
        return Map.of(
                "position",
                position,
                "-position",
                position.reversed(),
                "-disagreement",
                falling,
                "disagreement",
                falling.reversed());
    }

    private static double rank(Item item) {
        return item.disagreement() == null ? -1 : item.disagreement();
    }

    @Test
    void everyFilterInEveryOrderGivesEachItemOnceInItsPlace() {
        for (Filter filter : filters()) {
            for (Map.Entry<String, Comparator<Item>> order : orders().entrySet()) {
                List<Long> expected = ITEMS.stream()
                        .filter(filter.keeps())
                        .sorted(order.getValue())
                        .map(Item::id)
                        .toList();
                // All pages of what is short; of what is long the first ones, which cross every kind of cursor.
                int pages = expected.size() > 600 ? 4 : Integer.MAX_VALUE;
                int limit = expected.size() > 600 ? 200 : 43;
                List<Long> found = new ArrayList<>();
                String cursor = "";
                boolean more = true;
                for (int page = 0; page < pages && more; page++) {
                    JsonNode answer = client.get("/projects/" + project + "/items?sort=" + order.getKey() + "&limit="
                                    + limit + "&" + filter.query() + cursor)
                            .expect(200)
                            .json();
                    answer.path("items").forEach(i -> found.add(i.path("id").asLong()));
                    more = answer.has("next");
                    cursor = "&after=" + URLEncoder.encode(answer.path("next").asString(""), StandardCharsets.UTF_8);
                }
                assertThat(found)
                        .as("%s in order %s", filter.query(), order.getKey())
                        .isEqualTo(expected.subList(0, Math.min(expected.size(), found.size())));
                assertThat(more).as(filter.query()).isEqualTo(found.size() < expected.size());
            }
        }
    }

    @Test
    void aCursorCrossesFromDisputedItemsToThoseNobodyHasComparedYet() {
        List<Item> expected =
                ITEMS.stream().sorted(orders().get("-disagreement")).toList();
        int border = (int) ITEMS.stream().filter(i -> i.disagreement() != null).count();
        Item last = expected.get(border - 3);
        JsonNode page = client.get("/projects/" + project + "/items?sort=-disagreement&limit=10&after="
                        + last.disagreement() + "_" + last.id())
                .expect(200)
                .json()
                .path("items");
        assertThat(page)
                .extracting(i -> i.path("id").asLong())
                .containsExactlyElementsOf(expected.subList(border - 2, border + 8).stream()
                        .map(Item::id)
                        .toList());
    }

    @Test
    void whatNoIndexCanHoldIsFoundNowhere() {
        for (String nowhere : List.of("(", "*", " ,;- ", "x".repeat(3000), "plenty " + "x".repeat(3000))) {
            JsonNode page = client.get("/projects/" + project + "/items?limit=5&q="
                            + java.net.URLEncoder.encode(nowhere, java.nio.charset.StandardCharsets.UTF_8))
                    .expect(200)
                    .json();
            assertThat(page.path("items")).as(nowhere).isEmpty();
            assertThat(page.has("next")).isFalse();
        }
        assertThat(client.get("/projects/" + project + "/items?limit=5&q=+++")
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(5);
    }

    @Test
    void whatCannotBeMeantIsRefusedWithItsPlace() {
        Map<String, String> wrong = Map.of(
                "sort=best", "sort_unknown",
                "status=odd", "status_unknown",
                "label=sentiment", "label_invalid",
                "label=sentiment:splendid", "option_unknown",
                "meta=lang", "meta_invalid",
                "limit=0", "out_of_range",
                "mark=odd", "mark_unknown",
                "from=yesterday", "time_invalid",
                "after=x", "cursor_invalid",
                "sort=disagreement&after=12", "cursor_invalid");
        wrong.forEach((query, code) -> assertThat(client.get("/projects/" + project + "/items?" + query)
                        .expect(422)
                        .code())
                .as(query)
                .isEqualTo(code));
        Client.Answer unknown =
                client.get("/projects/" + project + "/items?label=mood:good").expect(404);
        assertThat(unknown.code()).isEqualTo("question_unknown");
        assertThat(unknown.json().path("fix").asString()).isEqualTo("Use one of sentiment.");
    }

    @Test
    void metadataCanBeChosenFrom() {
        JsonNode fields = client.get("/projects/" + project + "/metadata")
                .expect(200)
                .json()
                .path("fields");
        assertThat(fields).hasSize(1);
        assertThat(fields.get(0).path("name").asString()).isEqualTo("lang");
        assertThat(fields.get(0).path("values"))
                .extracting(v -> v.path("value").asString())
                .containsExactly("en", "fr", "de");
        assertThat(client.get("/projects/" + project + "/metadata")
                        .json()
                        .path("sampled")
                        .asBoolean())
                .as("counts of a large project are of some items")
                .isTrue();
    }

    private record Annotated(String query, IntPredicate keeps) {}

    private static boolean byMany(int n) {
        return n % 50 != 1;
    }

    private static boolean byFew(int n) {
        return n % 70 == 2 || n % 70 == 3;
    }

    @Test
    void itemsAreFoundByWhatSomebodySaidOfThemAsItStandsNow() {
        String said = owner.project(2);
        StringBuilder file = new StringBuilder("key,text\n");
        for (int n = 1; n <= COUNT; n++) {
            file.append('k').append(n).append(",text number ").append(n).append('\n');
        }
        Files.imported(client, said, "", file.toString());
        long many = member(said, "Many");
        long few = member(said, "Few");
        annotated(said, many, 1, "n % 50 <> 1", "timestamptz '2026-01-01Z' + n * interval '1 minute'", "false");
        annotated(said, few, 1, "n % 70 in (2, 3)", "timestamptz '2025-06-01Z'", "n % 70 = 2");
        annotated(said, few, 2, "n % 70 in (2, 3)", "timestamptz '2025-07-01Z'", "n % 70 = 3");
        List<Annotated> filters = List.of(
                new Annotated("by=" + many, ItemListTest::byMany),
                new Annotated(
                        "by=" + many + "&q=1000",
                        n -> byMany(n) && String.valueOf(n).startsWith("1000")),
                new Annotated("by=" + few, ItemListTest::byFew),
                new Annotated("by=" + few + "&q=number", ItemListTest::byFew),
                new Annotated("mark=skipped", n -> n % 70 == 3),
                new Annotated("mark=skipped&by=" + few, n -> n % 70 == 3),
                new Annotated("mark=skipped&by=" + many, n -> false),
                new Annotated("mark=ambiguous", n -> n % 90 == 5 && (byMany(n) || byFew(n))),
                new Annotated("mark=comment&by=" + few, n -> n % 300 == 4 && byFew(n)),
                new Annotated(
                        "from=2026-01-01T01:40:00Z&to=2026-01-01T05:00:00%2B02:00",
                        n -> byMany(n) && n >= 100 && n < 180),
                new Annotated("from=2026-01-01", ItemListTest::byMany),
                new Annotated("to=2026-01-01", ItemListTest::byFew),
                // What somebody said before they said something else is not what they say.
                new Annotated("to=2025-06-30", n -> false));
        for (Annotated filter : filters) {
            List<String> expected = IntStream.rangeClosed(1, COUNT)
                    .filter(filter.keeps())
                    .mapToObj(n -> "k" + n)
                    .toList();
            List<String> found = new ArrayList<>();
            String cursor = "";
            boolean more = true;
            for (int page = 0; page < 4 && more; page++) {
                JsonNode answer = client.get("/projects/" + said + "/items?limit=190&" + filter.query() + cursor)
                        .expect(200)
                        .json();
                answer.path("items").forEach(i -> found.add(i.path("key").asString()));
                more = answer.has("next");
                cursor = "&after=" + answer.path("next").asString("");
            }
            assertThat(found)
                    .as(filter.query())
                    .isEqualTo(expected.subList(0, Math.min(expected.size(), found.size())));
            assertThat(more).as(filter.query()).isEqualTo(found.size() < expected.size());
            JsonNode count = client.get("/projects/" + said + "/items/count?" + filter.query())
                    .expect(200)
                    .json();
            assertThat(count.path("count").asInt(expected.size()))
                    .as(filter.query())
                    .isEqualTo(expected.size());
        }
    }

    @Test
    void anItemHasOneValueOfEachFieldSoTwoCannotBeAskedFor() {
        assertThat(client.get("/projects/" + project + "/items?meta=lang:de&meta=lang:en")
                        .expect(422)
                        .code())
                .isEqualTo("meta_invalid");
    }

    @Test
    void aValueMayHoldCommasAndColons() {
        String other = owner.project(1);
        Files.imported(client, other, "", "key,text,place\nx,one,\"Rome, Italy: south\"\ny,two,Rome\n");
        assertThat(client.get("/projects/" + other + "/items?meta=place:Rome,%20Italy:%20south")
                        .expect(200)
                        .json()
                        .path("items"))
                .extracting(i -> i.path("key").asString())
                .containsExactly("x");
    }

    @Test
    void anotherProjectsItemsAreNeverThere() {
        String other = owner.project(1);
        Files.imported(client, other, "", "key,text,lang\nx,rarity of words,de\n");
        for (String query : List.of("", "q=rarity", "meta=lang:de")) {
            assertThat(client.get("/projects/" + other + "/items?" + query)
                            .expect(200)
                            .json()
                            .path("items"))
                    .hasSize(1);
        }
    }

    @Test
    void goldTakesAnItemOutOfTheQueueAndItsRemovalPutsItBack() {
        String gold = owner.project(3);
        Files.imported(client, gold, "", "key,text\na,one\nb,two\n");
        long id = client.get("/projects/" + gold + "/items")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asLong();
        String address = "/projects/" + gold + "/items/" + id + "/gold";
        assertThat(client.put(address, Map.of("answers", Map.of("sentiment", "odd")))
                        .expect(422)
                        .code())
                .isEqualTo("answers_invalid");
        assertThat(client.put(address, Map.of("answers", Map.of())).expect(422).code())
                .isEqualTo("answers_invalid");
        JsonNode row = client.put(address, Map.of("answers", Map.of("sentiment", "good")))
                .expect(200)
                .json();
        assertThat(row.path("gold").asBoolean()).isTrue();
        assertThat(row.path("consensus").path("sentiment").path("source").asString())
                .isEqualTo("gold");
        assertThat(wanted(id)).isZero();
        client.put(address, Map.of("answers", Map.of("sentiment", "bad"))).expect(200);
        assertThat(client.get("/projects/" + gold + "/items?gold=true&label=sentiment:bad")
                        .json()
                        .path("items"))
                .hasSize(1);
        client.delete(address).expect(204);
        assertThat(wanted(id)).isEqualTo(3);
        assertThat(client.get("/projects/" + gold + "/items?gold=true").json().path("items"))
                .isEmpty();
        assertThat(client.get("/projects/" + gold + "/items")
                        .json()
                        .path("items")
                        .get(0)
                        .path("consensus"))
                .isEmpty();
        assertThat(client.put("/projects/" + project + "/items/" + id + "/gold", Map.of("answers", Map.of()))
                        .expect(404)
                        .code())
                .isEqualTo("item_unknown");
    }

    private static int wanted(long item) {
        return sql.sql("select wanted from place where item_id = ? and stage = 'production'")
                .param(item)
                .query(Integer.class)
                .single();
    }
}
