package dev.cupel.server.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who annotates in a project, each under a name that is theirs alone: files name them so, and are matched by it. */
public final class Annotators {
    /**
     * @param name theirs alone in the project
     * @param kind person, simulated or model
     */
    public record Annotator(long member, String name, String kind) {}

    /** Whom a file means by a name. */
    public sealed interface Meant {
        record Member(long id) implements Meant {}

        record Nobody() implements Meant {}

        /** @param names that would tell them apart */
        record Several(List<String> names) implements Meant {}
    }

    private record Row(long member, String displayName, String kind, boolean imported) {}

    private final Map<Long, Annotator> byMember = new LinkedHashMap<>();
    private final Map<String, Long> byName = new HashMap<>();
    private final Map<String, List<Row>> byDisplayName = new HashMap<>();

    private Annotators(List<Row> rows) {
        rows.forEach(row -> byDisplayName
                .computeIfAbsent(row.displayName(), n -> new ArrayList<>(1))
                .add(row));
        rows.forEach(row -> {
            String name = name(row);
            byMember.put(row.member(), new Annotator(row.member(), name, row.kind()));
            byName.put(name, row.member());
        });
    }

    /** Everybody who was ever a member. */
    public static Annotators of(JdbcClient sql, long project) {
        List<Row> rows = sql.sql("""
                select m.id as member, a.display_name, a.kind, a.imported from member m join account a on a.id = m.account_id
                where m.project_id = ? order by m.id
                """)
                .param(project)
                .query((row, number) -> new Row(
                        row.getLong("member"),
                        row.getString("display_name"),
                        row.getString("kind"),
                        row.getBoolean("imported")))
                .list();
        return new Annotators(rows);
    }

    /** Two members of one name get their number behind it; so does whoever would then be called as somebody else is. */
    private String name(Row row) {
        String name = row.displayName();
        boolean taken = byDisplayName.getOrDefault(name, List.of()).size() > 1;
        while (taken) {
            name += " #" + row.member();
            taken = byDisplayName.containsKey(name);
        }
        return name;
    }

    public int count() {
        return byMember.size();
    }

    public Annotator of(long member) {
        Annotator annotator = byMember.get(member);
        return annotator == null ? new Annotator(member, "#" + member, "person") : annotator;
    }

    /**
     * @param name as a file writes it: of a member, or of several who had other names by the time the file was made
     * @param number the member's, as the file says: it tells members of one name apart, and nothing else, for the file may come
     *     from another installation
     */
    public Meant named(String name, @Nullable Long number) {
        Long member = byName.get(name);
        if (member != null) {
            return new Meant.Member(member);
        }
        List<Row> called = byDisplayName.getOrDefault(name, List.of());
        if (called.isEmpty()) {
            return new Meant.Nobody();
        }
        List<Row> imported = called.stream().filter(Row::imported).toList();
        if (imported.size() == 1) {
            return new Meant.Member(imported.getFirst().member());
        }
        return called.stream()
                .map(Row::member)
                .filter(id -> id.equals(number))
                .findFirst()
                .<Meant>map(Meant.Member::new)
                .orElseGet(() -> new Meant.Several(
                        called.stream().map(row -> of(row.member()).name()).toList()));
    }
}
