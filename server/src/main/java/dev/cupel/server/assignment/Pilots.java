package dev.cupel.server.assignment;

import dev.cupel.server.platform.web.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * First parts of a project, each with several answers for an item: while one runs, nothing else is handed out. What is measured on them
 * is for whoever knows the statistics; here is who may be asked what.
 */
@Component
public class Pilots {
    /**
     * @param answers wanted for each of the items
     * @param given of these, so far
     * @param unfinished whether it runs and some of its items still want answers; those that are gold, decided or excluded by now do not
     * @param target agreement below which it is not ended without a reason
     * @param reason why it was ended all the same
     * @param measured agreement of each question when it ended, as JSON
     */
    public record Pilot(
            int number,
            int items,
            int answers,
            long given,
            boolean unfinished,
            double target,
            int guidelineVersion,
            Instant startedAt,
            String startedBy,
            @Nullable Instant endedAt,
            @Nullable String endedBy,
            @Nullable String reason,
            @Nullable String measured) {}

    /** Items that nobody has answered come first, then by a hash, so that they are a sample, and another one each time. */
    private static final String CHOOSE = """
            insert into pilot_item (project_id, number, item_id)
            select p.project_id, :number, p.item_id
            from place p
            where p.project_id = :p and p.stage = 'production' and wants_opinions(p.item_id)
              and not exists (select 1 from pilot_item o where o.item_id = p.item_id)
            order by p.taken > 0, hashint8extended(p.item_id, :number), p.item_id limit :n
            """;

    private static final String OPEN = """
            insert into place (item_id, project_id, stage, wanted, taken, priority)
            select o.item_id, o.project_id, 'pilot', :answers, 0, hashint8extended(o.item_id, 2) & 4611686018427387903
            from pilot_item o
            where o.project_id = :p and o.number = :number
            order by o.item_id
            """;

    private final JdbcClient sql;
    private final Stages stages;

    Pilots(JdbcClient sql, Stages stages) {
        this.sql = sql;
        this.stages = stages;
    }

    public List<Pilot> of(long project) {
        return sql.sql("""
                select p.number, p.items, p.answers, p.target, p.guideline_version, p.started_at, s.display_name as starter, p.ended_at,
                       e.display_name as ender, p.reason, p.measured,
                       (select count(*) from pilot_item i join assignment a on a.item_id = i.item_id and a.kind = 'pilot'
                        where i.project_id = p.project_id and i.number = p.number and a.state = 'answered') as given,
                       p.ended_at is null and exists (
                           select 1 from place o where o.project_id = p.project_id and o.stage = 'pilot' and o.taken < o.wanted
                             and wants_opinions(o.item_id)) as unfinished
                from pilot p join account s on s.id = p.started_by left join account e on e.id = p.ended_by
                where p.project_id = ? order by p.number desc
                """)
                .param(project)
                .query((row, number) -> new Pilot(
                        row.getInt("number"),
                        row.getInt("items"),
                        row.getInt("answers"),
                        row.getLong("given"),
                        row.getBoolean("unfinished"),
                        row.getDouble("target"),
                        row.getInt("guideline_version"),
                        row.getTimestamp("started_at").toInstant(),
                        row.getString("starter"),
                        row.getTimestamp("ended_at") == null
                                ? null
                                : row.getTimestamp("ended_at").toInstant(),
                        row.getString("ender"),
                        row.getString("reason"),
                        row.getString("measured")))
                .list();
    }

    /** @return the pilot that runs */
    public Optional<Pilot> running(long project) {
        return of(project).stream().filter(pilot -> pilot.endedAt() == null).findFirst();
    }

    /**
     * @param items from 1
     * @param answers for each, from 2
     * @throws Problem share_out_of_range, pilot_runs, pilot_too_few_items
     */
    @Transactional
    public void start(long project, int items, int answers, double target, UUID by) {
        if (!(target >= 0 && target <= 1)) {
            throw Problem.invalid("share_out_of_range", "target", "the value is " + target, "use a number from 0 to 1");
        }
        stages.lock(project);
        if (running(project).isPresent()) {
            throw Problem.conflict("pilot_runs", "A pilot runs already.", "End it first.");
        }
        int number = 1
                + sql.sql("select coalesce(max(number), 0) from pilot where project_id = ?")
                        .param(project)
                        .query(Integer.class)
                        .single();
        sql.sql("""
                insert into pilot (project_id, number, items, answers, target, guideline_version, started_by)
                select ?, ?, ?, ?, ?, guideline_version, ? from project where id = ?
                """)
                .params(project, number, items, answers, target, by, project)
                .update();
        int chosen = sql.sql(CHOOSE)
                .param("p", project)
                .param("number", number)
                .param("n", items)
                .update();
        if (chosen < items) {
            throw Problem.conflict(
                            "pilot_too_few_items",
                            "A pilot of " + items + " items was asked for; " + chosen
                                    + " are there that no pilot had before.",
                            "Choose fewer, or import items first.")
                    .with("there", chosen)
                    .with("wanted", items);
        }
        sql.sql(OPEN)
                .param("p", project)
                .param("number", number)
                .param("answers", answers)
                .update();
        runs(project, number);
    }

    /**
     * @param reason null where the target was met
     * @param measured as JSON
     * @throws Problem pilot_not_running
     */
    @Transactional
    public void end(long project, int number, @Nullable String reason, String measured, UUID by) {
        stages.lock(project);
        int ended = sql.sql("""
                update pilot set ended_at = clock_timestamp(), ended_by = :by, reason = :reason, measured = :measured::jsonb
                where project_id = :p and number = :number and ended_at is null
                """)
                .param("by", by)
                .param("reason", reason, java.sql.Types.VARCHAR)
                .param("measured", measured)
                .param("p", project)
                .param("number", number)
                .update();
        if (ended == 0) {
            throw notRunning();
        }
        sql.sql("""
                with gone as materialized (
                    select item_id from place where project_id = ? and stage = 'pilot' order by item_id for update
                )
                delete from place p using gone g where p.item_id = g.item_id and p.stage = 'pilot'
                """).param(project).update();
        runs(project, 0);
    }

    public static Problem notRunning() {
        return Problem.conflict("pilot_not_running", "This pilot does not run.", "Load the page again.");
    }

    private void runs(long project, int number) {
        sql.sql("update project_stages set pilot = ? where project_id = ?")
                .params(number, project)
                .update();
    }
}
