package dev.cupel.server.assignment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Skills that items ask for. Few sets of them are in use, so the ordinary place of an item names its set by a number; only who has all
 * skills of a set is asked about its items, for whatever stage, and before ordinary ones.
 */
@Component
public class Needs {
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
     * @return what those that ask for something else now asked for before, by the number of its set
     */
    @Transactional
    public Map<Long, Integer> set(long project, List<Long> items, List<String> skills) {
        int need = held(project, skills);
        Map<Long, Integer> before = new HashMap<>();
        sql.sql("""
                update place p set need = :need
                from (select p.item_id, p.need from place p
                      where p.project_id = :project and p.item_id = any (:items) and p.need <> :need and p.stage = 'production'
                      order by p.item_id for update) o
                where p.item_id = o.item_id and p.stage = 'production' returning p.item_id, o.need
                """)
                .param("project", project)
                .param("items", items.toArray(Long[]::new))
                .param("need", need)
                .query(row -> {
                    before.put(row.getLong(1), row.getInt(2));
                });
        return before;
    }

    /**
     * @param skills only items that ask for these change
     * @param before what they are to ask for, by the number of its set
     * @return how many changed
     */
    @Transactional
    public int restore(long project, List<String> skills, Map<Long, Integer> before) {
        int need = held(project, skills);
        List<Map.Entry<Long, Integer>> all = List.copyOf(before.entrySet());
        return sql.sql("""
                update place p set need = o.was
                from (select p.item_id, w.was
                      from place p join unnest(:items::bigint[], :was::smallint[]) as w (item_id, was) on w.item_id = p.item_id
                      where p.project_id = :project and p.need = :need and p.stage = 'production'
                      order by p.item_id for update of p) o
                where p.item_id = o.item_id and p.stage = 'production'
                """)
                .param("items", all.stream().map(Map.Entry::getKey).toArray(Long[]::new))
                .param("was", all.stream().map(Map.Entry::getValue).toArray(Integer[]::new))
                .param("project", project)
                .param("need", need)
                .update();
    }

    /** @return the number of a set, which is its number from now on; one after the other, as two would give one number to two sets */
    private int held(long project, List<String> skills) {
        stages.lock(project);
        return skills.isEmpty() ? 0 : number(project, skills.toArray(String[]::new));
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
