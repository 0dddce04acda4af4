package dev.cupel.server.item;

import dev.cupel.server.project.ItemFields;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class StoredFields implements ItemFields {
    private final JdbcClient sql;

    StoredFields(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public boolean noItemHas(long project, String field) {
        return sql.sql("""
                select exists (select 1 from item where project_id = :p)
                   and not exists (select 1 from item where project_id = :p and jsonb_exists(fields, :field))
                """)
                .param("p", project)
                .param("field", field)
                .query(Boolean.class)
                .single();
    }

    @Override
    public List<String> firstValues(long project, String field, int most) {
        return sql.sql("""
                select fields -> :field from (select fields from item where project_id = :p order by id limit :most) i
                where jsonb_exists(fields, :field)
                """)
                .param("field", field)
                .param("p", project)
                .param("most", most)
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Override
    public List<String> some(long project) {
        return sql.sql("""
                select distinct k from (select fields from item where project_id = ? order by id limit 100) i
                cross join lateral jsonb_object_keys(i.fields) k order by k limit 20
                """)
                .param(project)
                .query((row, number) -> row.getString(1))
                .list();
    }
}
