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
import java.util.function.Predicate;
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
