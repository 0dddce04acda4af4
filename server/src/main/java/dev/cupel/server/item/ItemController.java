package dev.cupel.server.item;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Answer;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Lists of items, what they can be filtered by, and their verified answers. */
@RestController
@RequestMapping("/api/v1/projects/{project}")
final class ItemController {
    private static final int MOST_ROWS = 200;

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemPage(List<Items.ItemRow> items, @Nullable String next) {}

    record MetadataValue(String value, long count) {}

    record MetadataField(String name, List<MetadataValue> values) {}

    /** @param sampled not all items were looked at: counts are of some of them, and there may be more values */
    record Metadata(List<MetadataField> fields, boolean sampled) {}

    /** @param unit what offsets of spans count: utf16 (also if left out) or code_points */
    record Gold(JsonNode answers, @Nullable String unit) {}

    private final JdbcClient sql;
    private final Projects projects;
    private final Items items;
    private final ItemSearch search;
    private final GoldAnswers goldAnswers;
    private final PracticeItems practiceItems;
    private final Exclusions exclusions;

    ItemController(
            JdbcClient sql,
            Projects projects,
            Items items,
            ItemSearch search,
            GoldAnswers goldAnswers,
            PracticeItems practiceItems,
            Exclusions exclusions) {
        this.sql = sql;
        this.projects = projects;
        this.items = items;
        this.search = search;
        this.goldAnswers = goldAnswers;
        this.practiceItems = practiceItems;
        this.exclusions = exclusions;
    }

    /**
     * @param label {@code question:option} of the best known answer
     * @param meta {@code field:value}, repeatable: all must hold
     * @param by number of a member who answered or skipped the item; with {@code from}, {@code to} and {@code mark} it is one annotation
     *     for which all of it is true
     * @param from answered at this moment or later: a day, or a moment with its offset
     * @param to answered before this moment
     * @param mark skipped, ambiguous or comment
     * @param commented whether something is said on it that nobody has settled
     * @param imported number of the import that brought it
     */
    @Access(Level.REVIEWER)
    @GetMapping("/items")
    ItemPage page(
            Membership me,
            @RequestParam @Nullable String after,
            @RequestParam(defaultValue = "50") @Range(min = 1, max = 200) int limit,
            @RequestParam(defaultValue = "position") String sort,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable String status,
            @RequestParam @Nullable Boolean gold,
            @RequestParam @Nullable String label,
            @RequestParam @Nullable String @Nullable [] meta,
            @RequestParam @Nullable Long by,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String mark,
            @RequestParam @Nullable Boolean commented,
            @RequestParam @Nullable Long imported) {
        Problem.requireRange("limit", limit, 1, MOST_ROWS);
        SchemaCodes codes = projects.schema(me.projectId());
        ItemFilter filter =
                new ItemWhere(q, status, gold, label, list(meta), by, from, to, mark, commented, imported).filter();
        ItemSearch.Page page = search.page(me.projectId(), codes, filter, ItemSearch.Order.of(sort), after, limit);
        return new ItemPage(items.rows(me.projectId(), page.ids()), page.next());
    }

    private static @Nullable List<@Nullable String> list(@Nullable String @Nullable [] values) {
        return values == null ? null : Arrays.asList(values);
    }

    /** @param count null where telling would mean reading the whole project; {@code more} says that there are more than it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemCount(@Nullable Long count, boolean more) {}

    /** How many items a filter means, as far as that can be told at once. */
    @Access(Level.REVIEWER)
    @GetMapping("/items/count")
    ItemCount count(
            Membership me,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable String status,
            @RequestParam @Nullable Boolean gold,
            @RequestParam @Nullable String label,
            @RequestParam @Nullable String @Nullable [] meta,
            @RequestParam @Nullable Long by,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String mark,
            @RequestParam @Nullable Boolean commented,
            @RequestParam @Nullable Long imported) {
        ItemFilter filter =
                new ItemWhere(q, status, gold, label, list(meta), by, from, to, mark, commented, imported).filter();
        Long count = search.count(me.projectId(), projects.schema(me.projectId()), filter);
        boolean more = count == null || count > ItemSearch.MOST_COUNTED;
        return new ItemCount(count == null ? null : Math.min(count, ItemSearch.MOST_COUNTED), more);
    }

    /** What metadata there is, from the project's first and latest items. */
    @Access(Level.REVIEWER)
    @GetMapping("/metadata")
    Metadata metadata(Membership me) {
        Map<String, List<MetadataValue>> fields = new LinkedHashMap<>();
        sql.sql("""
                with sample as (
                    select i.metadata from item i where i.id in (
                        (select item_id from item_state where project_id = :p and status <> 6 order by item_id limit 1000)
                        union
                        (select item_id from item_state where project_id = :p and status <> 6 order by item_id desc limit 1000))
                ), counted as (
                    select m.key, left(m.value, 200) as value, count(*) as n,
                           row_number() over (partition by m.key order by count(*) desc, left(m.value, 200)) as place
                    from sample s cross join lateral jsonb_each_text(s.metadata) m
                    where m.value <> ''
                    group by 1, 2
                )
                select key, value, n from counted where place <= 100 order by key, place limit 2000
                """).param("p", me.projectId()).query(row -> {
            fields.computeIfAbsent(row.getString("key"), k -> new ArrayList<>())
                    .add(new MetadataValue(row.getString("value"), row.getLong("n")));
        });
        boolean more = sql.sql(
                        "select exists (select 1 from item_state where project_id = ? and status <> 6 order by item_id offset 2000 limit 1)")
                .param(me.projectId())
                .query(Boolean.class)
                .single();
        return new Metadata(
                fields.entrySet().stream()
                        .map(e -> new MetadataField(e.getKey(), e.getValue()))
                        .toList(),
                more);
    }

    /** Sets the verified answers of an item; questions may be left out. */
    @Access(Level.MANAGER)
    @PutMapping("/items/{item}/gold")
    Items.ItemRow setGold(Membership me, @PathVariable long item, @RequestBody Gold gold) {
        Items.ItemRow row = items.row(me.projectId(), item);
        SchemaCodes codes = projects.schema(me.projectId());
        List<Problem.Detail> problems = new ArrayList<>();
        FindingList misplaced = new FindingList();
        Map<String, Answer> answers =
                Placing.answers(codes, codes.parse(gold.answers()), row.fields(), Placing.unit(gold.unit()), misplaced);
        misplaced.all().forEach(finding -> problems.add(Problem.Detail.of(finding)));
        for (Finding finding : codes.findingsOn(answers)) {
            problems.add(Problem.Detail.of(finding));
        }
        if (answers.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem.Detail("answers", "there is no answer", "answer at least one question"));
        }
        if (!problems.isEmpty()) {
            throw Problem.invalid("answers_invalid", "The answers do not fit the schema.", problems);
        }
        goldAnswers.replace(me.projectId(), codes, me.accountId(), item, row.key(), answers);
        return items.row(me.projectId(), item);
    }

    /** @param reason why nobody is to be asked about the item; not blank, at most 500 characters */
    record Exclusion(@Length(max = 500) String reason) {}

    /** Sets an item aside: nobody is asked about it any more, and figures and exports leave it out. Its answers are kept. */
    @Access(Level.MANAGER)
    @PutMapping("/items/{item}/exclusion")
    Items.ItemRow exclude(Membership me, @PathVariable long item, @RequestBody Exclusion exclusion) {
        items.row(me.projectId(), item);
        if (VisibleText.isInvisible(exclusion.reason())) {
            throw Problem.invalid("reason_missing", "reason", "an exclusion needs a reason", "say in a few words why");
        }
        exclusions.exclude(
                me.projectId(), item, me.accountId(), exclusion.reason().strip());
        return items.row(me.projectId(), item);
    }

    /** Takes an item in again, with everything that is known about it. */
    @Access(Level.MANAGER)
    @DeleteMapping("/items/{item}/exclusion")
    Items.ItemRow include(Membership me, @PathVariable long item) {
        items.row(me.projectId(), item);
        exclusions.include(me.projectId(), item);
        return items.row(me.projectId(), item);
    }

    /** @param explanation why the verified answer is right, as Markdown; empty for nothing to say */
    record NewPractice(@Length(max = 2000) String explanation) {}

    /** Lets newcomers practise on a gold item, or says something else about its answer. It measures nobody from then on. */
    @Access(Level.MANAGER)
    @PutMapping("/items/{item}/practice")
    Items.ItemRow practise(Membership me, @PathVariable long item, @RequestBody NewPractice practice) {
        items.row(me.projectId(), item);
        practiceItems.add(
                me.projectId(), item, me.accountId(), practice.explanation().strip());
        return items.row(me.projectId(), item);
    }

    @Access(Level.MANAGER)
    @DeleteMapping("/items/{item}/practice")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endPractice(Membership me, @PathVariable long item) {
        items.row(me.projectId(), item);
        practiceItems.remove(me.projectId(), item);
    }

    @Access(Level.MANAGER)
    @DeleteMapping("/items/{item}/gold")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeGold(Membership me, @PathVariable long item) {
        items.row(me.projectId(), item);
        goldAnswers.remove(me.projectId(), item);
    }
}
