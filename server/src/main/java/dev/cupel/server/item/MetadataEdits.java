package dev.cupel.server.item;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.platform.StorableText;
import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata of an item, changed by people, field by field: whoever changes one says what it was on their screen, so that nobody
 * overwrites what they have not seen. What is changed back is an edit like any other.
 */
@Component
class MetadataEdits {
    /** Fields that an item can have. */
    static final int MOST_FIELDS = 200;
    /** Characters of a name. */
    static final int MOST_NAME = 1_000;

    private static final int SHOWN = 100;

    /**
     * @param was what the field was on the screen; null if it was not there
     * @param value what it is to be; null to remove it
     */
    record Edit(String name, @Nullable String was, @Nullable String value) {}

    /**
     * @param was absent if it was not there
     * @param became absent if it was removed
     * @param by name of who did it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Edited(
            long id,
            String name,
            @Nullable String was,
            @Nullable String became,
            String by,
            Instant at) {}

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Settlement settlement;

    MetadataEdits(JdbcClient sql, JsonMapper json, Settlement settlement) {
        this.sql = sql;
        this.json = json;
        this.settlement = settlement;
    }

    /**
     * Makes all of the edits or none. One that is made already changes nothing.
     *
     * @throws Problem item_unknown, metadata_invalid, metadata_changed with each field that is no more what it was
     */
    @Transactional
    void make(long project, long item, UUID author, List<Edit> edits) {
        check(edits);
        settlement.hold(project);
        Map<String, String> metadata = sql.sql(
                        "select metadata from item where id = ? and project_id = ? for no key update")
                .params(item, project)
                .query(String.class)
                .optional()
                .map(this::texts)
                .orElseThrow(() -> Problem.notFound("item_unknown", "This project has no item " + item + ".")
                        .with("item", item));
        List<Edit> due = edits.stream()
                .filter(edit -> !Objects.equals(metadata.get(edit.name()), edit.value()))
                .toList();
        requireUnchanged(due, metadata);
        if (due.isEmpty()) {
            return;
        }
        for (Edit edit : due) {
            if (edit.value() == null) {
                metadata.remove(edit.name());
            } else {
                metadata.put(edit.name(), edit.value());
            }
        }
        if (metadata.size() > MOST_FIELDS) {
            throw invalid("edits", "the item would have " + metadata.size() + " fields", "keep at most " + MOST_FIELDS);
        }
        sql.sql("update item set metadata = ?::jsonb where id = ?")
                .params(json.writeValueAsString(metadata), item)
                .update();
        for (Edit edit : due) {
            sql.sql(
                            "insert into item_metadata_edit (item_id, project_id, name, was, became, edited_by) values (:item, :project, :name, :was, :became, :author)")
                    .param("item", item)
                    .param("project", project)
                    .param("name", edit.name())
                    .param("was", edit.was())
                    .param("became", edit.value())
                    .param("author", author)
                    .update();
        }
    }

    /** @return the latest first */
    List<Edited> of(long project, long item) {
        return sql.sql("""
                select e.id, e.name, e.was, e.became, a.display_name, e.edited_at
                from item_metadata_edit e join account a on a.id = e.edited_by
                where e.item_id = ? and e.project_id = ? order by e.id desc limit ?
                """)
                .params(item, project, SHOWN)
                .query((row, number) -> new Edited(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getTimestamp(6).toInstant()))
                .list();
    }

    private static void check(List<Edit> edits) {
        List<Problem.Detail> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int n = 0; n < edits.size(); n++) {
            Edit edit = edits.get(n);
            String place = "edits[" + n + "].";
            String value = edit.value();
            if (VisibleText.isInvisible(edit.name())) {
                problems.add(new Problem.Detail(place + "name", "the field has no name", "give it one"));
            } else if (!names.add(edit.name())) {
                problems.add(new Problem.Detail(
                        place + "name", "'" + edit.name() + "' is there twice", "change each field once"));
            }
            if (value != null && ColumnRoles.isGold(edit.name())) {
                problems.add(new Problem.Detail(place + "name", ColumnRoles.STRAY_GOLD, "give it a name without gold"));
            }
            String unstorable = StorableText.problem(edit.name());
            if (unstorable != null) {
                problems.add(new Problem.Detail(place + "name", unstorable, "remove the character"));
            }
            if (value == null) {
                continue;
            }
            if (VisibleText.isInvisible(value)) {
                problems.add(new Problem.Detail(place + "value", "it is empty", "send null, which removes the field"));
            }
            unstorable = StorableText.problem(value);
            if (unstorable != null) {
                problems.add(new Problem.Detail(place + "value", unstorable, "remove the character"));
            }
        }
        if (!problems.isEmpty()) {
            throw Problem.invalid("metadata_invalid", "The metadata cannot be changed like this.", problems);
        }
    }

    private static void requireUnchanged(List<Edit> edits, Map<String, String> now) {
        Problem changed = null;
        for (Edit edit : edits) {
            String is = now.get(edit.name());
            if (!Objects.equals(is, edit.was())) {
                Problem problem = changed != null
                        ? changed
                        : Problem.conflict(
                                "metadata_changed",
                                "Somebody else has changed the same metadata in the meantime; nothing was changed.",
                                "Compare what is there now with yours, then send yours once more with what is there now, or leave it.");
                changed = problem.at(new Problem.Detail(
                        edit.name(),
                        "it is now " + said(is) + ", not " + said(edit.was()),
                        "yours was " + said(edit.value())));
            }
        }
        if (changed != null) {
            throw changed;
        }
    }

    private static String said(@Nullable String value) {
        return value == null ? "not there" : "'" + (value.length() > 200 ? value.substring(0, 200) + "…" : value) + "'";
    }

    private static Problem invalid(String where, String what, String fix) {
        return Problem.invalid(
                "metadata_invalid",
                "The metadata cannot be changed like this.",
                List.of(new Problem.Detail(where, what, fix)));
    }

    /** As jsonb keeps them, so the order does not matter. */
    private Map<String, String> texts(String document) {
        Map<String, String> texts = new TreeMap<>();
        Map<String, String> read = new LinkedHashMap<>();
        json.readTree(document)
                .properties()
                .forEach(entry -> read.put(entry.getKey(), entry.getValue().asString("")));
        texts.putAll(read);
        return texts;
    }
}
