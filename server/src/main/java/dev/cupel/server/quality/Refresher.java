package dev.cupel.server.quality;

import dev.cupel.engine.judgement.Judgement;
import dev.cupel.server.annotation.AnnotationFeed;
import dev.cupel.server.annotation.AnswersMoved;
import dev.cupel.server.job.Jobs;
import dev.cupel.server.platform.BackgroundLoop;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sees to it that reports follow the answers: looks every second which projects have new annotations, now and then at
 * all of them, and submits a job where {@link RefreshRule} says so. Every server does this; the database keeps them from
 * doing it twice.
 */
@Component
class Refresher extends BackgroundLoop {
    private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);
    private static final long LOOK_MS = 1_000;
    private static final int SWEEP_EVERY = 30;

    private static final String STATE = """
            with newest as materialized (
                select m.project_id, max(x.id) as id
                from member m
                    join project p on p.id = m.project_id and p.deleted_at is null
                    cross join lateral
                        (select a.id from annotation a where a.member_id = m.id order by a.id desc limit 1) x
                where :everywhere or m.project_id = any(:projects)
                group by m.project_id
            )
            select n.project_id, c.number,
                   r.as_of is not null as reported,
                   r.as_of is distinct from n.id or r.standing is distinct from standing_of(n.project_id, c.number)
                       or r.options ->> 'analysis' is distinct from :version as changed,
                   coalesce(r.settled, false) as settled,
                   extract(epoch from clock_timestamp() - a.saved_at)::float8 as idle,
                   coalesce(extract(epoch from clock_timestamp() - r.computed_at), 0)::float8 as age,
                   coalesce(r.took_ms, 0) / 1000.0 as took
            from newest n
                join annotation a on a.id = n.id
                join question_code c on c.project_id = n.project_id
                left join quality_report r on r.project_id = n.project_id and r.question = c.number
            """;

    private record State(
            long projectId,
            short number,
            boolean reported,
            boolean changed,
            boolean settled,
            double idle,
            double age,
            double took) {
        boolean over() {
            return reported && !changed && settled;
        }
    }

    private final JdbcClient sql;
    private final Jobs jobs;
    private final AnnotationFeed feed;
    private final Projects projects;
    private final Reports reports;
    private final Set<Long> waiting = ConcurrentHashMap.newKeySet();
    private long seen;
    private int round;

    Refresher(JdbcClient sql, Jobs jobs, AnnotationFeed feed, Projects projects, Reports reports) {
        super("quality-refresher");
        this.sql = sql;
        this.jobs = jobs;
        this.feed = feed;
        this.projects = projects;
        this.reports = reports;
    }

    /** Has a look at a project soon, also if nobody has saved anything. */
    void nudge(long project) {
        waiting.add(project);
    }

    @EventListener
    public void on(AnswersMoved moved) {
        nudge(moved.projectId());
    }

    @Override
    protected void round() throws InterruptedException {
        Thread.sleep(LOOK_MS);
        look();
    }

    private void look() {
        boolean everywhere = round++ % SWEEP_EVERY == 0;
        if (everywhere) {
            seen = feed.newest();
        } else {
            AnnotationFeed.News news = feed.since(seen);
            seen = news.upTo();
            waiting.addAll(news.projects());
        }
        if (!everywhere && waiting.isEmpty()) {
            return;
        }
        Set<Long> asked = new HashSet<>(waiting);
        List<State> states = sql.sql(STATE)
                .param("everywhere", everywhere)
                .param("version", Judgement.VERSION)
                .param("projects", asked.stream().mapToLong(Long::longValue).toArray())
                .query((row, number) -> new State(
                        row.getLong("project_id"),
                        row.getShort("number"),
                        row.getBoolean("reported"),
                        row.getBoolean("changed"),
                        row.getBoolean("settled"),
                        row.getDouble("idle"),
                        row.getDouble("age"),
                        row.getDouble("took")))
                .list();
        Set<Long> open = new HashSet<>();
        for (State state : states) {
            if (!state.over() && isOpen(state)) {
                open.add(state.projectId());
            }
        }
        asked.removeAll(open);
        waiting.removeAll(asked);
        waiting.addAll(open);
    }

    /** One project that cannot be looked at must not keep the reports of all others from following. */
    private boolean isOpen(State state) {
        try {
            return refresh(state);
        } catch (RuntimeException e) {
            if (isRunning()) {
                LOG.warn("the reports of project {} cannot be looked at: {}", state.projectId(), e.getMessage());
            }
            return true;
        }
    }

    /** @return whether the report still has to follow */
    private boolean refresh(State state) {
        SchemaCodes codes = projects.schema(state.projectId());
        var question = codes.byNumber(state.number());
        if (question == null) {
            return false;
        }
        if (RefreshRule.due(state.reported(), state.changed(), state.settled(), state.idle(), state.age(), state.took())
                && reports.openJob(state.projectId(), question.id()).isEmpty()
                && !reports.failedLately(state.projectId(), question.id())) {
            jobs.submitUnlessQueued(
                    QualityJob.KIND, ProjectJobs.owner(state.projectId()), null, new QualityJob.Params(question.id()));
        }
        return true;
    }
}
