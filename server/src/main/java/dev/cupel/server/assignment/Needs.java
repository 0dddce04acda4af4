package dev.cupel.server.assignment;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Skills that items ask for. Few sets of them are in use, so the ordinary place of an item names its set by a number; only who has all
 * skills of a set is asked about its items, for whatever stage, and before ordinary ones.
 */
@Component
class Needs {
    /**
     * What the open work of a project asks for.
     *
     * @param skills empty for items that ask for nothing
     * @param open items that wait for answers
     * @param members who may be asked
     */
    record Demand(List<String> skills, long open, long members) {}

    private final JdbcClient sql;
    private final Stages stages;

    Needs(JdbcClient sql, Stages stages) {
        this.sql = sql;
        this.stages = stages;
    }

    /**
     * Sets what items ask for. What is on somebody's screen stays there.
     *
     * @param skills as {@code Skills.of} gives them; empty for nothing
     * @return how many items ask for something else now
     */
    @Transactional
    int set(long project, List<Long> items, List<String> skills) {
        // One after the other: two would give one number to two sets.
        stages.lock(project);
        int need = skills.isEmpty() ? 0 : number(project, skills.toArray(String[]::new));
        return sql.sql("""
                with due as materialized (
                    select p.item_id from place p
                    where p.project_id = :project and p.item_id = any (:items) and p.need <> :need and p.stage = 'production'
                    order by p.item_id for update
                ), changed as (
                    update place p set need = :need from due d where p.item_id = d.item_id and p.stage = 'production' returning p.item_id
                )
                select count(*) from changed
                """)
                .param("project", project)
                .param("items", items.toArray(Long[]::new))
                .param("need", need)
                .query(Integer.class)
                .single();
    }

    private int number(long project, String[] skills) {
        sql.sql("""
                insert into need (project_id, number, skills)
                select :project, coalesce((select max(number) from need where project_id = :project), 0) + 1, :skills::text[]
                on conflict (project_id, skills) do nothing
                """).param("project", project).param("skills", skills).update();
        return sql.sql("select number from need where project_id = ? and skills = ?::text[]")
                .params(project, skills)
                .query(Integer.class)
                .single();
    }

    /** What open work there is, by what it asks for; what asks for most comes first. */
    List<Demand> of(long project) {
        return sql.sql("""
                with demanded as (
                    select p.need, count(*) as open from place p
                    where p.project_id = :p and p.stage = 'production' and p.open group by p.need
                )
                select coalesce(n.skills, '{}') as skills, d.open,
                       (select count(*) from member m join account a on a.id = m.account_id
                        where m.project_id = :p and m.removed_at is null and a.disabled_at is null and not a.imported
                          and coalesce(n.skills, '{}') <@ m.skills) as members
                from demanded d left join need n on n.project_id = :p and n.number = d.need
                order by cardinality(coalesce(n.skills, '{}')) desc, skills
                """)
                .param("p", project)
                .query((row, number) -> new Demand(
                        List.of((String[]) row.getArray("skills").getArray()),
                        row.getLong("open"),
                        row.getLong("members")))
                .list();
    }
}
