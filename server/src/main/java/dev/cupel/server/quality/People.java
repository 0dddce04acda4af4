package dev.cupel.server.quality;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names of a project's annotators, also of those who have left: their answers stay. */
@Component
class People {
    static final Person UNKNOWN = new Person("?", "person", false, false);

    /**
     * @param active whether they are still a member
     * @param imported whether their answers came with a file: they give no others
     */
    record Person(String name, String kind, boolean active, boolean imported) {}

    private final JdbcClient sql;

    People(JdbcClient sql) {
        this.sql = sql;
    }

    /** @return everybody by member id */
    Map<Long, Person> of(long project) {
        Map<Long, Person> people = new HashMap<>();
        sql.sql("""
                select m.id, a.display_name, a.kind, m.removed_at is null as active, a.imported
                from member m join account a on a.id = m.account_id where m.project_id = ?
                """).param(project).query(row -> {
            people.put(
                    row.getLong("id"),
                    new Person(
                            row.getString("display_name"),
                            row.getString("kind"),
                            row.getBoolean("active"),
                            row.getBoolean("imported")));
        });
        return people;
    }
}
