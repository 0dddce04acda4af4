package dev.cupel.server.draft;

import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Answer;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps drafts. An item has one in force at most; one that says the same again is no new one, and what is replaced or taken out stays for
 * the answers that were given on it.
 */
@Component
class Drafts {
    /** Characters of the answers of one draft, as JSON: it travels with every lease of its item. */
    static final int LONGEST = 200_000;

    /**
     * @param key of the item
     * @param answers by question id; questions may be left out
     */
    record Proposed(@Nullable String key, @Nullable JsonNode answers) {}

    /** @param unchanged said the same as what was in force */
    record Kept(int stored, int unchanged) {}

    /**
     * @param drafts in force
     * @param schemaVersions of these
     */
    record Source(String source, long drafts, List<Integer> schemaVersions) {}

    private record Item(long id, Map<String, JsonNode> fields) {}

    /** Takes what says something else out of force, for what follows it. */
    private static final String RETIRE = """
            update draft d set retired_at = clock_timestamp()
            from jsonb_to_recordset(:given::jsonb) as g (item bigint, answers jsonb)
            where d.item_id = g.item and d.retired_at is null and (d.source, d.answers) <> (:source, g.answers)
            """;

    private static final String STORE = """
            insert into draft (project_id, item_id, source, answers, schema_version, sent_by)
            select :project, g.item, :source, g.answers, :version, :author
            from jsonb_to_recordset(:given::jsonb) as g (item bigint, answers jsonb)
            where not exists (select 1 from draft d where d.item_id = g.item and d.retired_at is null)
            order by g.item
            """;

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Projects projects;

    Drafts(JdbcClient sql, JsonMapper json, Projects projects) {
        this.sql = sql;
        this.json = json;
        this.projects = projects;
    }

    /**
     * Puts drafts in force, all or none.
     *
     * @throws Problem drafts_invalid with everything that is wrong, by its place
     */
    @Transactional
    Kept put(long project, String source, SpanUnit unit, List<Proposed> proposed, UUID author) {
        SchemaCodes codes = projects.schema(project);
        List<Problem.Detail> problems = new ArrayList<>();
        Map<String, Item> items = items(project, proposed);
        Map<String, Integer> places = new HashMap<>();
        ArrayNode rows = json.createArrayNode();
        for (int i = 0; i < proposed.size(); i++) {
            String where = "drafts[" + i + "]";
            Proposed one = proposed.get(i);
            Item item = one.key() == null ? null : items.get(one.key());
            if (one.key() == null || item == null) {
                problems.add(new Problem.Detail(
                        where + ".key",
                        one.key() == null
                                ? "is missing"
                                : "the project has no item with the key '" + shown(one.key()) + "'",
                        "name an item that was imported before"));
                continue;
            }
            Integer before = places.putIfAbsent(one.key(), i);
            if (before != null) {
                problems.add(new Problem.Detail(
                        where + ".key",
                        "the item has a draft in drafts[" + before + "] already",
                        "send one draft for an item"));
                continue;
            }
            List<Finding> findings = new ArrayList<>();
            Map<String, Answer> answers = read(codes, one.answers(), item, unit, findings);
            findings.forEach(finding ->
                    problems.add(new Problem.Detail(where + "." + finding.where(), finding.what(), finding.fix())));
            if (findings.isEmpty()) {
                row(codes, item, answers, where, rows, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw Problem.invalid("drafts_invalid", "No draft was stored: some of them cannot be.", problems);
        }
        return store(project, source, codes.version(), rows, author);
    }

    private static Map<String, Answer> read(
            SchemaCodes codes, @Nullable JsonNode given, Item item, SpanUnit unit, List<Finding> findings) {
        if (given == null || !given.isObject() || given.isEmpty()) {
            findings.add(Finding.of(
                    Finding.Code.MISSING, "answers", "there is nothing to draft", "send {question: answer}"));
            return Map.of();
        }
        FindingList list = new FindingList();
        Map<String, Answer> answers = codes.parse(given, list);
        if (list.isEmpty()) {
            codes.findingsOn(answers).forEach(list::add);
        }
        if (list.isEmpty() && Placing.needsText(answers)) {
            answers = Placing.answers(codes, answers, item.fields(), unit, list);
        }
        findings.addAll(list.all());
        return answers;
    }

    private static void row(
            SchemaCodes codes,
            Item item,
            Map<String, Answer> answers,
            String where,
            ArrayNode rows,
            List<Problem.Detail> problems) {
        ObjectNode written = codes.write(answers);
        int length = written.toString().length();
        if (length > LONGEST) {
            problems.add(new Problem.Detail(
                    where + ".answers",
                    "the answers have " + length + " characters; at most " + LONGEST + " are possible",
                    "draft less, or split the item"));
            return;
        }
        rows.addObject().put("item", item.id()).set("answers", written);
    }

    private Kept store(long project, String source, int schemaVersion, ArrayNode rows, UUID author) {
        // One sender after the other: two drafts of one item at once would both be in force.
        sql.sql("select 1 from project where id = ? for no key update")
                .param(project)
                .query(Integer.class)
                .single();
        sql.sql(RETIRE).param("source", source).param("given", rows.toString()).update();
        int stored = sql.sql(STORE)
                .param("project", project)
                .param("source", source)
                .param("version", schemaVersion)
                .param("author", author)
                .param("given", rows.toString())
                .update();
        return new Kept(stored, rows.size() - stored);
    }

    /** By key, of those that are there. */
    private Map<String, Item> items(long project, List<Proposed> proposed) {
        Map<String, Item> items = new HashMap<>();
        String[] keys = proposed.stream()
                .map(Proposed::key)
                .filter(key -> key != null)
                .distinct()
                .toArray(String[]::new);
        sql.sql("""
                select k.key, i.id, i.fields from unnest(?) as k (key)
                cross join lateral (select id, fields from item where project_id = ? and key = k.key limit 1) i
                """).params(keys, project).query(row -> {
            items.put(row.getString(1), new Item(row.getLong(2), ExactJson.values(ExactJson.read(row.getString(3)))));
        });
        return items;
    }

    List<Source> sources(long project) {
        return sql.sql("""
                select source, count(*) as drafts, array_agg(distinct schema_version order by schema_version) as versions
                from draft where project_id = ? and retired_at is null group by source order by source
                """)
                .param(project)
                .query((row, number) -> new Source(row.getString(1), row.getLong(2), List.of((Integer[])
                        row.getArray(3).getArray())))
                .list();
    }

    /** Takes all drafts of a source out of force; what is on somebody's screen stays there. */
    @Transactional
    int retire(long project, String source) {
        return sql.sql("""
                update draft set retired_at = clock_timestamp() where project_id = ? and source = ? and retired_at is null
                """).params(project, source).update();
    }

    private static String shown(String value) {
        return value.length() <= 60 ? value : value.substring(0, 60) + "...";
    }
}
