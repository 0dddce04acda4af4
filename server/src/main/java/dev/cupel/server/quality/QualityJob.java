package dev.cupel.server.quality;

import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.Judgement;
import dev.cupel.engine.judgement.QuestionVotes;
import dev.cupel.server.job.JobHandler;
import dev.cupel.server.job.JobKind;
import dev.cupel.server.job.JobRun;
import dev.cupel.server.job.Lane;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Computes one question's report and estimates: reads in one snapshot, computes without the database, writes changes. */
@Component
class QualityJob implements JobHandler {
    /** What a job is submitted with. */
    record Params(String question) {}

    static final JobKind KIND = new JobKind("quality", Lane.CPU, Access.Level.REVIEWER);

    private static final int STEPS = 3;
    private static final String LOCK = "select pg_advisory_lock(hashtextextended(?, ?))";
    private static final String UNLOCK = "select pg_advisory_unlock(hashtextextended(?, ?))";
    /** No question can be called that. */
    private static final String ALL_QUESTIONS = "*";

    private final DataSource database;
    private final Projects projects;
    private final Reports reports;

    QualityJob(DataSource database, Projects projects, Reports reports) {
        this.database = database;
        this.projects = projects;
        this.reports = reports;
    }

    @Override
    public JobKind kind() {
        return KIND;
    }

    @Override
    public String unit() {
        return "steps";
    }

    @Override
    public void run(JobRun run) throws SQLException, InterruptedException {
        long project = ProjectJobs.project(run.owner());
        SchemaCodes codes = projects.schema(project);
        Question question = codes.question(run.params().path("question").asString(""));
        short number = codes.number(question);
        run.total(STEPS);
        try (Connection connection = database.getConnection()) {
            // One run at a time for a question, whichever server it is on: an older one must not write over a newer.
            lock(connection, LOCK, question.id(), project);
            try {
                // A server asks for a report by itself; another one may have been quicker.
                if (run.creator() == null
                        && reports.find(project, number)
                                .map(r -> r.fresh() && r.settled())
                                .orElse(false)) {
                    run.checkpoint(Map.of(), STEPS);
                    return;
                }
                compute(run, connection, codes, question);
            } finally {
                lock(connection, UNLOCK, question.id(), project);
            }
        }
    }

    private void compute(JobRun run, Connection connection, SchemaCodes codes, Question question)
            throws SQLException, InterruptedException {
        long project = ProjectJobs.project(run.owner());
        short number = codes.number(question);
        long begin = System.nanoTime();
        VoteReader.Snapshot snapshot = new VoteReader(connection, project, number).read(codes, question);
        run.stopIfAsked();
        run.checkpoint(Map.of(), 1);
        long read = System.nanoTime();
        QuestionVotes votes = snapshot.votes();
        Judgement result = votes == null ? null : Judgement.of(votes);
        run.stopIfAsked();
        run.checkpoint(Map.of(), 2);
        long computed = System.nanoTime();
        boolean first = codes.schema().questions().getFirst().id().equals(question.id());
        EstimateWriter.Outcome outcome;
        // Runs on other questions of the project write about the same items; each would leave out what the other holds.
        lock(connection, LOCK, ALL_QUESTIONS, project);
        try {
            outcome = new EstimateWriter(connection, project, number, first)
                    .write(votes, result == null ? null : result.estimates(), snapshot.existing(), run::stopIfAsked);
        } finally {
            lock(connection, UNLOCK, ALL_QUESTIONS, project);
        }
        long written = System.nanoTime();
        int tookMs = (int) ((written - begin) / 1_000_000);
        reports.store(project, number, snapshot, outcome.complete(), result == null ? null : result.report(), tookMs);
        run.summary("votes", votes == null ? 0 : votes.size());
        run.summary("changed", outcome.changed());
        run.summary("milliseconds", tookMs);
        run.summary("reading", (read - begin) / 1_000_000);
        run.summary("computing", (computed - read) / 1_000_000);
        run.summary("writing", (written - computed) / 1_000_000);
        run.checkpoint(Map.of(), STEPS);
    }

    private static void lock(Connection connection, String statement, String question, long project)
            throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(statement)) {
            lock.setString(1, "quality:" + question);
            lock.setLong(2, project);
            lock.execute();
        }
    }
}
