package dev.cupel.server.annotation;

import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.server.item.AnnotationsBrought;
import dev.cupel.server.platform.BatchColumns;
import dev.cupel.server.project.Annotators;
import dev.cupel.server.project.ImportedAnnotators;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Annotations that an import brings: read as answers are that somebody saves, stored beside those that are there. */
@Component
class BroughtAnnotations implements AnnotationsBrought {
    private final JdbcClient sql;
    private final JdbcTemplate jdbc;
    private final ImportedAnnotators importedAnnotators;

    BroughtAnnotations(JdbcClient sql, JdbcTemplate jdbc, ImportedAnnotators importedAnnotators) {
        this.sql = sql;
        this.jdbc = jdbc;
        this.importedAnnotators = importedAnnotators;
    }

    @Override
    public Run begin(long project, SchemaCodes codes) {
        Set<Integer> guidelines = new HashSet<>(sql.sql("select version from guideline where project_id = ?")
                .param(project)
                .query(Integer.class)
                .list());
        return new OneRun(project, codes, new BroughtReader(codes, Annotators.of(sql, project), guidelines));
    }

    @Override
    public void analyze() {
        sql.sql("analyze assignment, annotation, vote").update();
    }

    private record Row(long item, long member, Annotation annotation) {}

    private final class OneRun implements Run {
        private final long project;
        private final SchemaCodes codes;
        private final BroughtReader reader;
        /** By name; of transactions that have committed, for a run ends with the first that does not. */
        private final Map<String, Long> added = new HashMap<>();

        OneRun(long project, SchemaCodes codes, BroughtReader reader) {
            this.project = project;
            this.codes = codes;
            this.reader = reader;
        }

        @Override
        public List<Annotation> read(JsonNode given, Map<String, JsonNode> fields, SpanUnit unit, Findings findings) {
            return reader.read(given, fields, unit, findings);
        }

        @Override
        public void hold() {
            sql.sql("select annotations_are_written()")
                    .query((row, number) -> number)
                    .list();
        }

        @Override
        public Figures keep(Map<String, List<Annotation>> byKey) {
            int before = added.size();
            Map<String, Long> items = items(byKey.keySet());
            List<Row> rows = new ArrayList<>();
            byKey.forEach((key, annotations) -> {
                Long item = items.get(key);
                if (item == null) {
                    throw new IllegalStateException("annotations without their item");
                }
                annotations.forEach(one -> rows.add(new Row(item, member(one), one)));
            });
            Figures stored = jdbc.execute((Connection connection) -> store(connection, rows));
            if (stored == null) {
                throw new IllegalStateException("a statement returned nothing");
            }
            return new Figures(stored.added(), stored.unchanged(), stored.kept(), added.size() - before);
        }

        private long member(Annotation one) {
            Long known = one.member() != null ? one.member() : added.get(one.annotator());
            if (known != null) {
                return known;
            }
            long made = importedAnnotators.add(project, one.annotator(), one.kind());
            added.put(one.annotator(), made);
            return made;
        }

        private Map<String, Long> items(Set<String> keys) {
            Map<String, Long> items = new HashMap<>();
            sql.sql("""
                    select k.key, i.id from unnest(?) as k (key)
                    -- One look-up for each key, whatever the statistics say: a join might read the whole project.
                    cross join lateral (select id from item where project_id = ? and key = k.key limit 1) i
                    """).params(keys.toArray(String[]::new), project).query(row -> {
                items.put(row.getString(1), row.getLong(2));
            });
            return items;
        }

        private Figures store(Connection connection, List<Row> rows) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select added, unchanged, kept from bring_annotations(%d, %d, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """.formatted(project, codes.version()))) {
                BatchColumns columns = new BatchColumns(connection, statement);
                columns.add("bigint", rows, Row::item);
                columns.add("bigint", rows, Row::member);
                columns.add("smallint", rows, row -> row.annotation().again() ? 1 : 0);
                columns.add("text", rows, row -> row.annotation().outcome());
                columns.add("text", rows, row -> row.annotation().answers());
                columns.add("boolean", rows, row -> row.annotation().ambiguous());
                columns.add("text", rows, row -> row.annotation().comment());
                columns.add("text", rows, row -> row.annotation().skipReason());
                columns.add("int", rows, row -> row.annotation().activeMs());
                columns.add("int", rows, row -> row.annotation().guidelineVersion());
                columns.add(
                        "timestamptz",
                        rows,
                        row -> row.annotation().savedAt() == null
                                ? null
                                : row.annotation().savedAt().toString());
                columns.add(
                        "text",
                        rows,
                        row -> row.annotation().votes().stream()
                                .map(SchemaCodes.Stored::json)
                                .collect(Collectors.joining(",", "[", "]")));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return new Figures(row.getInt(1), row.getInt(2), row.getInt(3), 0);
                }
            }
        }
    }
}
