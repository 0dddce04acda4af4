package dev.cupel.server.assignment;

import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.SettingsHistory;
import dev.cupel.server.project.SettingsTaken;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What a project asks besides ordinary answers: a test, items for everybody, audits. Pilots are {@link Pilots}. */
@Component
class Stages {
    /**
     * @param qualificationItems of gold in the test that labelers pass first; 0 for none
     * @param qualificationShare of these that must be right, above 0 and at most 1
     * @param calibrationItems that everybody answers; 0 for none
     * @param auditEvery one in how many finished items is answered anew by a reviewer; 0 for none
     */
    record Settings(int qualificationItems, double qualificationShare, int calibrationItems, int auditEvery) {
        private static final Settings NONE = new Settings(0, 0.8, 0, 0);

        /** How many items of the test must be right: the least whole number that is no smaller share. */
        int needed() {
            if (qualificationItems == 0) {
                return 0;
            }
            // 0.7 of 10 is 7, though 0.7 * 10 is a little more than 7 in binary
            return Math.max(1, (int) Math.ceil(qualificationShare * qualificationItems - 1e-9));
        }
    }

    /** What is absent stays as it is. */
    record StagesChange(
            @Nullable @Range(min = 0, max = 200) Integer qualificationItems,
            @Nullable Double qualificationShare,
            @Nullable @Range(min = 0, max = 200) Integer calibrationItems,
            @Nullable @Range(min = 0, max = 1000) Integer auditEvery) {}

    /**
     * How far the stages have come.
     *
     * @param gold items with a verified answer
     * @param auditsOpen finished items that wait for their audit
     * @param auditsDone items that were audited
     */
    record Counts(long gold, long auditsOpen, long auditsDone) {}

    /** Takes items for everybody: those of the smallest hash, so that they are a sample, and another one each time. */
    private static final String CHOOSE = """
            insert into place (item_id, project_id, stage, wanted, priority)
            select p.item_id, p.project_id, 'calibration', null, 0
            from place p
            where p.project_id = :p and p.stage = 'production' and wants_opinions(p.item_id)
            order by hashint8extended(p.item_id, :round), p.item_id limit :n
            """;

    /** Of the finished items, those that the draw hits; later ones a trigger opens as they are finished. */
    private static final String OPEN_AUDITS = """
            insert into place (item_id, project_id, stage, wanted, priority)
            select s.item_id, s.project_id, 'audit', 1, hashint8extended(s.item_id, 1) & 4611686018427387903
            from item_state s join project p on p.id = s.project_id join project_stages st on st.project_id = p.id
            where p.id = ? and s.status = 2 and not s.gold and is_audited(s.item_id, p.secret, st.audit_every)
            order by s.item_id
            on conflict (item_id, stage) do nothing
            """;

    /** Of the audits that nobody has begun, those that the draw hits no more. */
    private static final String CLOSE_AUDITS = """
            with gone as materialized (
                select a.item_id from place a join project p on p.id = a.project_id join project_stages st on st.project_id = p.id
                where p.id = ? and a.stage = 'audit' and a.taken = 0 and not is_audited(a.item_id, p.secret, st.audit_every)
                order by a.item_id for update of a
            )
            delete from place a using gone g where a.item_id = g.item_id and a.stage = 'audit' and a.taken = 0
            """;

    private final JdbcClient sql;
    private final SettingsHistory history;

    Stages(JdbcClient sql, SettingsHistory history) {
        this.sql = sql;
        this.history = history;
    }

    Settings settings(long project) {
        return sql.sql("""
                select qualification_items, qualification_share, calibration_items, audit_every
                from project_stages where project_id = ?
                """).param(project).query(Settings.class).optional().orElse(Settings.NONE);
    }

    Counts counts(long project) {
        return sql.sql("""
                select (select count(*) from place where project_id = :p and stage = 'gold') as gold,
                       (select count(*) from place where project_id = :p and stage = 'audit' and open) as audits_open,
                       (select count(distinct a.item_id) from place q join assignment a on a.item_id = q.item_id and a.kind = 'audit'
                        where q.project_id = :p and q.stage = 'audit' and a.state = 'answered') as audits_done
                """).param("p", project).query(Counts.class).single();
    }

    /** Audits come along; tests need verified answers and items for everybody need items, which a new project does not have. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(SettingsTaken taken) {
        sql.sql("""
                insert into project_stages (project_id, audit_every) select ?, audit_every from project_stages where project_id = ?
                on conflict (project_id) do update set audit_every = excluded.audit_every
                """).params(taken.projectId(), taken.of()).update();
    }

    /**
     * Changes what is said, and leaves the rest as it is. A test that runs is as long as the new one from now on.
     *
     * @throws Problem share_out_of_range, too_little_gold
     */
    @Transactional
    void change(long project, StagesChange change, UUID account) {
        Double share = change.qualificationShare();
        if (share != null && !(share > 0 && share <= 1)) {
            throw Problem.invalid(
                    "share_out_of_range",
                    "qualificationShare",
                    "the value is " + share,
                    "use a share above 0 and at most 1");
        }
        lock(project);
        Settings before = settings(project);
        Settings now = new Settings(
                or(change.qualificationItems(), before.qualificationItems()),
                or(share, before.qualificationShare()),
                or(change.calibrationItems(), before.calibrationItems()),
                or(change.auditEvery(), before.auditEvery()));
        long gold = counts(project).gold();
        if (now.qualificationItems() > Math.max(gold, before.qualificationItems())) {
            throw tooLittleGold(gold, now.qualificationItems());
        }
        sql.sql("""
                update project_stages set qualification_items = :test, qualification_share = :share,
                    qualification_needed = :needed,
                    calibration_items = :calibration, audit_every = :audit,
                    calibration_round = calibration_round + case when calibration_items <> :calibration then 1 else 0 end
                where project_id = :p
                """)
                .param("test", now.qualificationItems())
                .param("share", now.qualificationShare())
                .param("needed", now.needed())
                .param("calibration", now.calibrationItems())
                .param("audit", now.auditEvery())
                .param("p", project)
                .update();
        history.record(project, account, said(before), said(now));
        if (now.calibrationItems() != before.calibrationItems()) {
            choose(project, now.calibrationItems());
        }
        if (now.qualificationItems() > 0) {
            sql.sql("""
                    update qualification q set wanted = ?, needed = ? from member m
                    where m.id = q.member_id and m.project_id = ? and q.state = 'running'
                    """).params(now.qualificationItems(), now.needed(), project).update();
        }
        if (now.auditEvery() != before.auditEvery()) {
            sql.sql(CLOSE_AUDITS).param(project).update();
            sql.sql(OPEN_AUDITS).param(project).update();
        }
    }

    private static Map<String, ?> said(Settings settings) {
        return Map.of(
                "qualificationItems", settings.qualificationItems(),
                "qualificationShare", settings.qualificationShare(),
                "calibrationItems", settings.calibrationItems(),
                "auditEvery", settings.auditEvery());
    }

    private static <T> T or(@Nullable T said, T before) {
        return said == null ? before : said;
    }

    private void choose(long project, int items) {
        sql.sql("delete from place where project_id = ? and stage = 'calibration'")
                .param(project)
                .update();
        int round = sql.sql("select calibration_round from project_stages where project_id = ?")
                .param(project)
                .query(Integer.class)
                .single();
        sql.sql(CHOOSE)
                .param("p", project)
                .param("round", round)
                .param("n", items)
                .update();
    }

    /** One change of a project's stages at a time; its row is there afterwards. */
    void lock(long project) {
        sql.sql("select 1 from project where id = ? for no key update")
                .param(project)
                .query(Integer.class)
                .single();
        sql.sql("insert into project_stages (project_id) values (?) on conflict (project_id) do nothing")
                .param(project)
                .update();
    }

    static Problem tooLittleGold(long there, int wanted) {
        return Problem.conflict(
                        "too_little_gold",
                        "The test wants " + wanted + " items with a verified answer; there are " + there + ".",
                        "Mark more items as gold first, or make the test shorter.")
                .with("there", there)
                .with("wanted", wanted);
    }
}
