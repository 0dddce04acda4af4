package dev.cupel.server.item;

import dev.cupel.engine.answer.Question;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.SchemaCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds a page of items. Searched words and metadata are tried on the next {@link #WINDOW} items in order, which settles
 * what is common. What does not fill a page there is looked up in its own index, up to {@link #RARE} hits, and sorted
 * outright; only what is more common than that, and yet not near, is walked to. So no page depends on how well the planner
 * guesses how rare a word is.
 */
@Component
public class ItemSearch {
    /** As many hits are sorted at once. */
    static final int RARE = 10_000;
    /** Beyond this, counts say only that there are more. */
    static final long MOST_COUNTED = 100_000;
    /** As many items are looked at one by one first. */
    static final int WINDOW = 1_000;

    /** Items that were looked up, as a table that conditions look at. */
    private static final String FEW = "unnest(:hits) h(id) join item_state s on s.item_id = h.id";

    /** Which item comes first. */
    enum Order {
        POSITION("position"),
        POSITION_DOWN("-position"),
        DISAGREEMENT("disagreement"),
        DISAGREEMENT_DOWN("-disagreement");

        private final String name;

        Order(String name) {
            this.name = name;
        }

        static Order of(String name) {
            return Arrays.stream(values())
                    .filter(o -> o.name.equals(name))
                    .findFirst()
                    .orElseThrow(() -> Problem.invalid(
                            "sort_unknown",
                            "sort",
                            "'" + name + "' is no order of items",
                            "use position, -position, disagreement or -disagreement"));
        }
    }

    /** @param next where the page after this one begins; null after the last */
    record Page(List<Long> ids, @Nullable String next) {}

    /** Rows of one run of the order, with the condition that picks them and its values. */
    private record Segment(String where, String order, Map<String, Object> values) {}

    private record Hit(long id, @Nullable Float disagreement) {}

    private final JdbcClient sql;
    private final TransactionTemplate reading;
    private final JsonMapper json;
    private final AnnotationsFound annotations;
    private final OpenTalk talk;

    ItemSearch(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            JsonMapper json,
            AnnotationsFound annotations,
            OpenTalk talk) {
        this.sql = sql;
        this.annotations = annotations;
        this.talk = talk;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.json = json;
    }

    /**
     * @param after the last item of the page before; 0 for the first
     * @param limit at most this many
     * @return the items that match, by number, so that a walk meets each once whatever becomes of it meanwhile
     */
    public List<Long> after(long project, SchemaCodes codes, ItemFilter filter, long after, int limit) {
        return page(project, codes, filter, Order.POSITION, Long.toString(after), limit)
                .ids();
    }

    /** The same within a transaction of the caller's: as things are there. */
    public List<Long> after(JdbcClient in, long project, SchemaCodes codes, ItemFilter filter, long after, int limit) {
        return find(in, project, codes, filter, Order.POSITION, segments(Order.POSITION, Long.toString(after)), limit)
                .ids();
    }

    Page page(long project, SchemaCodes codes, ItemFilter filter, Order order, @Nullable String after, int limit) {
        List<Segment> segments = segments(order, after);
        Page page = reading.execute(status -> find(sql, project, codes, filter, order, segments, limit));
        if (page == null) {
            throw new IllegalStateException("a transaction returned nothing");
        }
        return page;
    }

    private Page find(
            JdbcClient in,
            long project,
            SchemaCodes codes,
            ItemFilter filter,
            Order order,
            List<Segment> segments,
            int limit) {
        // Plans are made for the values at hand: what is right for a rare label is wrong for a common one.
        in.sql("set local plan_cache_mode = force_custom_plan").update();
        Asked asked = asked(in, project, codes, filter);
        if (asked.nothing()) {
            return new Page(List.of(), null);
        }
        if (!asked.looksBeyondState()) {
            return page(run(in, asked.from("item_state s"), asked.values(), segments, limit), order, limit);
        }
        Segment next = segments.getFirst();
        String window = "(select * from item_state s where s.project_id = :project" + asked.state() + next.where()
                + " order by " + next.order() + " limit " + WINDOW + ") s";
        Map<String, Object> windowValues = new HashMap<>(asked.values());
        windowValues.putAll(next.values());
        Segment all = new Segment("", next.order(), Map.of());
        List<Hit> soon = run(in, asked.from(window), windowValues, List.of(all), limit);
        if (soon.size() > limit) {
            return page(soon, order, limit);
        }
        List<Long> few = few(in, project, filter, asked);
        if (few == null) {
            return page(run(in, asked.from("item_state s"), asked.values(), segments, limit), order, limit);
        }
        if (few.isEmpty()) {
            return new Page(List.of(), null);
        }
        return page(run(in, asked.from(FEW), asked.valuesWith(few), segments, limit), order, limit);
    }

    /**
     * @return how many match, exact up to {@link #MOST_COUNTED}, one more than that if there are more; null where telling would mean
     *     reading the whole project
     */
    @Nullable
    Long count(long project, SchemaCodes codes, ItemFilter filter) {
        return reading.execute(status -> counted(sql, project, codes, filter));
    }

    private @Nullable Long counted(JdbcClient in, long project, SchemaCodes codes, ItemFilter filter) {
        in.sql("set local plan_cache_mode = force_custom_plan").update();
        Asked asked = asked(in, project, codes, filter);
        if (asked.nothing()) {
            return 0L;
        }
        String from = "item_state s";
        Map<String, Object> values = asked.values();
        if (asked.looksBeyondState()) {
            List<Long> few = few(in, project, filter, asked);
            if (few == null) {
                return null;
            }
            from = FEW;
            values = asked.valuesWith(few);
        }
        return in.sql("select count(*) from (select 1 from " + asked.from(from) + " limit " + (MOST_COUNTED + 1)
                        + ") c")
                .params(values)
                .query(Long.class)
                .single();
    }

    /**
     * A filter in SQL.
     *
     * @param query searched words as PostgreSQL writes a query; null if nothing is searched, empty if no item can have them
     * @param metadata JSON of what the metadata must hold; null if nothing
     * @param state conditions on the item's state alone
     * @param joins tables besides the state
     * @param more conditions on those, and on annotations
     */
    private record Asked(
            @Nullable String query,
            @Nullable String metadata,
            String state,
            String joins,
            String more,
            boolean answered,
            Map<String, Object> values) {
        boolean nothing() {
            return query != null && query.isEmpty();
        }

        boolean searchesContent() {
            return query != null || metadata != null;
        }

        boolean looksBeyondState() {
            return searchesContent() || answered;
        }

        /** @param states where the rows of {@code item_state s} come from */
        String from(String states) {
            return states + joins + " where s.project_id = :project" + state + more;
        }

        Map<String, Object> valuesWith(List<Long> hits) {
            Map<String, Object> all = new HashMap<>(values);
            all.put("hits", hits.toArray(Long[]::new));
            return all;
        }
    }

    private Asked asked(JdbcClient in, long project, SchemaCodes codes, ItemFilter filter) {
        String query = SearchWords.query(in, filter.words());
        String metadata = filter.metadata().isEmpty() ? null : json.writeValueAsString(filter.metadata());
        Map<String, Object> values = new HashMap<>();
        values.put("project", project);
        StringBuilder state = new StringBuilder();
        state.append(
                filter.status() == null
                        ? " and s.status <> " + Items.Status.IN_BIN.code()
                        : " and s.status = " + filter.status().code());
        if (filter.imported() != null) {
            Imports.Numbers numbers = Imports.numbers(in, project, filter.imported());
            state.append(" and s.import = :imported and s.item_id between :firstImported and :lastImported");
            values.put("imported", filter.imported());
            values.put("firstImported", numbers.first());
            values.put("lastImported", numbers.last());
        }
        if (filter.gold() != null) {
            state.append(filter.gold() ? " and s.gold" : " and not s.gold");
        }
        if (filter.commented() != null) {
            state.append(filter.commented() ? " and s.item_id in (" : " and s.item_id not in (")
                    .append(talk.items())
                    .append(')');
        }
        StringBuilder joins = new StringBuilder();
        StringBuilder more = new StringBuilder();
        if (query != null || metadata != null) {
            joins.append(" join item i on i.id = s.item_id");
        }
        if (query != null && !query.isEmpty()) {
            more.append(" and i.words @@ cast(:query as tsquery)");
            values.put("query", query);
        }
        if (metadata != null) {
            more.append(" and i.metadata @> cast(:metadata as jsonb)");
            values.put("metadata", metadata);
        }
        if (filter.label() != null) {
            Condition condition = label(in, codes, filter.label());
            joins.append(" join item_answer a on a.item_id = s.item_id");
            more.append(" and a.project_id = :project and ").append(condition.where());
            values.putAll(condition.values());
        }
        if (filter.answered() != null) {
            AnnotationsFound.Condition condition = annotations.holds("s.item_id", filter.answered());
            more.append(" and ").append(condition.sql());
            values.putAll(condition.values());
        }
        return new Asked(
                query,
                metadata,
                state.toString(),
                joins.toString(),
                more.toString(),
                filter.answered() != null,
                values);
    }

    /** @return all items that can match, in no order; null if that may be more than {@link #RARE} */
    private @Nullable List<Long> few(JdbcClient in, long project, ItemFilter filter, Asked asked) {
        if (asked.searchesContent()) {
            List<Long> hits = hits(in, project, asked.query(), asked.metadata());
            if (hits.size() <= RARE) {
                return hits;
            }
        }
        if (filter.answered() != null) {
            List<Long> hits = annotations.items(in, project, filter.answered(), RARE + 1);
            if (hits.size() <= RARE) {
                return hits.stream().distinct().toList();
            }
        }
        return null;
    }

    private static List<Hit> run(
            JdbcClient in, String from, Map<String, Object> values, List<Segment> segments, int limit) {
        List<Hit> found = new ArrayList<>();
        for (Segment segment : segments) {
            found.addAll(in.sql("select s.item_id, s.disagreement from " + from + segment.where() + " order by "
                            + segment.order() + " limit " + (limit + 1 - found.size()))
                    .params(values)
                    .params(segment.values())
                    .query((row, number) -> {
                        float disagreement = row.getFloat("disagreement");
                        boolean none = row.wasNull();
                        return new Hit(row.getLong("item_id"), none ? null : disagreement);
                    })
                    .list());
            if (found.size() > limit) {
                break;
            }
        }
        return found;
    }

    private static Page page(List<Hit> found, Order order, int limit) {
        List<Hit> page = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit ? cursor(order, page.getLast()) : null;
        return new Page(page.stream().map(Hit::id).toList(), next);
    }

    /** @return the ids of items that match, or RARE + 1 of them */
    private static List<Long> hits(JdbcClient in, long project, @Nullable String query, @Nullable String metadata) {
        // Their indexes answer in time however rare the value is; a walk over the table would not.
        in.sql("set local enable_seqscan = off").update();
        List<Long> hits = in.sql("select id from item where project_id + 0 = :project"
                        + (query == null ? "" : " and words @@ cast(:query as tsquery)")
                        + (metadata == null ? "" : " and metadata @> cast(:metadata as jsonb)")
                        + " limit " + (RARE + 1))
                .param("project", project)
                .params(query == null ? Map.of() : Map.of("query", query))
                .params(metadata == null ? Map.of() : Map.of("metadata", metadata))
                .query((row, number) -> row.getLong(1))
                .list();
        in.sql("set local enable_seqscan = on").update();
        return hits;
    }

    /** A condition on the best known answer, with the values of its parameters. */
    private record Condition(String where, Map<String, Object> values) {}

    private static Condition label(JdbcClient in, SchemaCodes codes, ItemFilter.Label label) {
        Question question = codes.question(label.question());
        String is = "a.question = " + codes.number(question) + " and ";
        return switch (question) {
            case Question.Choice choice -> new Condition(is + "a.option = " + option(codes, label, choice), Map.of());
            case Question.Preference preference ->
                new Condition(is + "a.option = " + option(codes, label, preference), Map.of());
            case Question.Choices choices ->
                new Condition(is + "a.options @> '{" + option(codes, label, choices) + "}'", Map.of());
            case Question.Rating rating -> numbers(is, label);
            case Question.Quantity quantity -> numbers(is, label);
            case Question.Text text -> {
                String words = SearchWords.query(in, label.option());
                if (words == null || words.isEmpty()) {
                    throw unknown(label, "use a word of the text");
                }
                yield new Condition(
                        is + "jsonb_typeof(a.value) = 'string' and answer_words(a.value) @@ cast(:label as tsquery)",
                        Map.of("label", words));
            }
            case Question.Marking marking -> {
                option(codes, label, marking);
                ObjectNode region = JsonNodeFactory.instance.objectNode().put("label", label.option());
                yield new Condition(
                        is + "jsonb_typeof(a.value) = 'array' and a.value @> cast(:label as jsonb)",
                        Map.of(
                                "label",
                                JsonNodeFactory.instance.arrayNode().add(region).toString()));
            }
        };
    }

    /** @return its number */
    private static int option(SchemaCodes codes, ItemFilter.Label label, Question question) {
        int option = codes.everyOption(question).indexOf(label.option());
        if (option < 0) {
            throw unknown(label, "use " + codes.everyOption(question));
        }
        return option;
    }

    private static Problem unknown(ItemFilter.Label label, String fix) {
        return Problem.invalid(
                "option_unknown", "label", "'" + label.option() + "' is no answer to '" + label.question() + "'", fix);
    }

    /** {@code 4}, or {@code 3..5} for all from 3 to 5. */
    private static Condition numbers(String is, ItemFilter.Label label) {
        String[] ends = label.option().split("\\.\\.", 2);
        try {
            double low = Double.parseDouble(ends[0]);
            double high = ends.length == 1 ? low : Double.parseDouble(ends[1]);
            return new Condition(is + "a.number between :low and :high", Map.of("low", low, "high", high));
        } catch (NumberFormatException e) {
            throw unknown(label, "use a number, or two with .. between");
        }
    }

    private static String cursor(Order order, Hit last) {
        return switch (order) {
            case POSITION, POSITION_DOWN -> Long.toString(last.id());
            case DISAGREEMENT, DISAGREEMENT_DOWN ->
                (last.disagreement() == null ? "none" : Float.toString(last.disagreement())) + "_" + last.id();
        };
    }

    /** The runs of rows after a cursor, each one stretch of an index. Items without a disagreement are the least disputed. */
    private static List<Segment> segments(Order order, @Nullable String after) {
        if (after == null || after.isEmpty()) {
            return switch (order) {
                case POSITION -> List.of(new Segment("", "s.item_id", Map.of()));
                case POSITION_DOWN -> List.of(new Segment("", "s.item_id desc", Map.of()));
                case DISAGREEMENT ->
                    List.of(new Segment("", "s.disagreement asc nulls first, s.item_id desc", Map.of()));
                case DISAGREEMENT_DOWN ->
                    List.of(new Segment("", "s.disagreement desc nulls last, s.item_id", Map.of()));
            };
        }
        try {
            return switch (order) {
                case POSITION ->
                    List.of(new Segment(
                            " and s.item_id > :after", "s.item_id", Map.of("after", Long.parseLong(after))));
                case POSITION_DOWN ->
                    List.of(new Segment(
                            " and s.item_id < :after", "s.item_id desc", Map.of("after", Long.parseLong(after))));
                case DISAGREEMENT, DISAGREEMENT_DOWN -> {
                    int bar = after.indexOf('_');
                    long id = Long.parseLong(after.substring(bar + 1));
                    String value = after.substring(0, bar);
                    Float disagreement = value.equals("none") ? null : Float.valueOf(value);
                    yield order == Order.DISAGREEMENT ? risingAfter(disagreement, id) : fallingAfter(disagreement, id);
                }
            };
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw Problem.invalid(
                    "cursor_invalid", "after", "'" + after + "' is not a cursor", "use next of the page before");
        }
    }

    private static List<Segment> fallingAfter(@Nullable Float disagreement, long id) {
        if (disagreement == null) {
            return List.of(
                    new Segment(" and s.disagreement is null and s.item_id > :id", "s.item_id", Map.of("id", id)));
        }
        return List.of(
                new Segment(
                        " and s.disagreement = cast(:d as real) and s.item_id > :id",
                        "s.item_id",
                        Map.of("d", disagreement, "id", id)),
                new Segment(
                        " and s.disagreement < cast(:d as real)",
                        "s.disagreement desc nulls last, s.item_id",
                        Map.of("d", disagreement)),
                new Segment(" and s.disagreement is null", "s.item_id", Map.of()));
    }

    private static List<Segment> risingAfter(@Nullable Float disagreement, long id) {
        String up = "s.disagreement asc nulls first, s.item_id desc";
        if (disagreement == null) {
            return List.of(
                    new Segment(" and s.disagreement is null and s.item_id < :id", "s.item_id desc", Map.of("id", id)),
                    new Segment(" and s.disagreement is not null", up, Map.of()));
        }
        return List.of(
                new Segment(
                        " and s.disagreement = cast(:d as real) and s.item_id < :id",
                        "s.item_id desc",
                        Map.of("d", disagreement, "id", id)),
                new Segment(" and s.disagreement > cast(:d as real)", up, Map.of("d", disagreement)));
    }
}
