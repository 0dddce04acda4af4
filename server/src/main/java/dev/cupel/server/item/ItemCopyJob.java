package dev.cupel.server.item;

import dev.cupel.engine.answer.Answer;
import dev.cupel.server.job.JobHandler;
import dev.cupel.server.job.JobKind;
import dev.cupel.server.job.JobRun;
import dev.cupel.server.job.Lane;
import dev.cupel.server.media.MediaCopies;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Copies the items of another project that are neither excluded nor in its bin: texts, metadata, files, and verified answers if they are
 * wanted; not what people answered. A key
 * that the project has already stays as it is. It counts as an import, so it can be taken back as one.
 */
@Component
class ItemCopyJob implements JobHandler {
    /**
     * @param of number of the project whose items are copied
     * @param from its name, as it was when the copy was asked for
     * @param gold whether verified answers come along, as far as the schema here has their questions and options
     */
    record Params(long of, String from, boolean gold) {}

    static final JobKind KIND = new JobKind("copy", Lane.IO, Access.Level.MANAGER, true);

    /** @param after the last item that is copied, in the project it comes from */
    record Progress(long after, long done) {}

    private static final int BATCH = 2_000;

    private static final String COPY = """
            with taken as (
                select i.id, i.key, i.fields, i.metadata, i.words from item i
                where i.id = any (:items) order by i.id
            ), copied as (
                insert into item (project_id, key, fields, metadata, words)
                select :project, key, fields, metadata, words from taken order by id
                on conflict (project_id, key) do nothing
                returning id
            ), state as (
                insert into item_state (item_id, project_id, import) select id, :project, :import from copied order by id
            )
            select id from copied order by id
            """;

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Projects projects;
    private final Imports imports;
    private final Settlement settlement;
    private final GoldAnswers goldAnswers;
    private final MediaCopies media;
    private final PlannerStatistics statistics;

    ItemCopyJob(
            JdbcClient sql,
            TransactionTemplate transaction,
            Projects projects,
            Imports imports,
            Settlement settlement,
            GoldAnswers goldAnswers,
            MediaCopies media,
            PlannerStatistics statistics) {
        this.statistics = statistics;
        this.sql = sql;
        this.transaction = transaction;
        this.projects = projects;
        this.imports = imports;
        this.settlement = settlement;
        this.goldAnswers = goldAnswers;
        this.media = media;
    }

    @Override
    public JobKind kind() {
        return KIND;
    }

    @Override
    public String unit() {
        return "items";
    }

    @Override
    public void run(JobRun run) {
        UUID author = run.creator();
        if (author == null) {
            throw new IllegalStateException("a copy without a person");
        }
        long project = ProjectJobs.project(run.owner());
        long of = run.params().path("of").asLong();
        boolean gold = run.params().path("gold").asBoolean(false);
        run.summary("from", run.params().path("from").asString(""));
        for (String figure : List.of("added", "unchanged", "files")) {
            run.addToCount(figure, 0);
        }
        run.total(sql.sql("select count(*) from item_state where project_id = ? and status < 5")
                .param(of)
                .query(Long.class)
                .single());
        long imported = imports.begin(project, run.id());
        long after = run.progress().path("after").asLong(0);
        long done = run.progress().path("done").asLong(0);
        try {
            for (List<Long> items = next(of, after); !items.isEmpty(); items = next(of, after)) {
                List<Long> batch = items;
                Progress reached = new Progress(items.getLast(), done + items.size());
                transaction.executeWithoutResult(status -> {
                    copy(run, project, imported, batch);
                    if (gold) {
                        goldAnswers.put(project, projects.schema(project), author, verified(of, project, batch));
                    }
                    run.checkpoint(reached, reached.done());
                });
                after = reached.after();
                done = reached.done();
                run.stopIfAsked();
            }
        } finally {
            statistics.refresh(run.count("added"), 0);
        }
        copyFiles(run, of, project, author);
    }

    private List<Long> next(long of, long after) {
        return sql.sql("""
                select item_id from item_state where project_id = ? and status < 5 and item_id > ? order by item_id limit ?
                """)
                .params(of, after, BATCH)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private void copy(JobRun run, long project, long imported, List<Long> items) {
        settlement.hold(project);
        List<Long> added = sql.sql(COPY)
                .param("items", items.toArray(Long[]::new))
                .param("project", project)
                .param("import", imported)
                .query((row, number) -> row.getLong(1))
                .list();
        if (!added.isEmpty()) {
            imports.brought(imported, added);
        }
        run.addToCount("added", added.size());
        run.addToCount("unchanged", items.size() - added.size());
    }

    /** @return verified answers by key and question, of those items that have none here, as far as they fit the schema here */
    private Map<String, Map<String, Answer>> verified(long of, long project, List<Long> items) {
        SchemaCodes from = projects.schema(of);
        SchemaCodes to = projects.schema(project);
        Map<String, Map<String, Answer>> gold = new LinkedHashMap<>();
        sql.sql("""
                select i.key, g.question, g.option, g.number, g.options, g.value
                from gold g join item i on i.id = g.item_id
                where g.item_id = any (?) and not exists (
                    select 1 from item own join gold o on o.item_id = own.id where own.project_id = ? and own.key = i.key)
                order by g.item_id, g.question
                """).params(items.toArray(Long[]::new), project).query(row -> {
            SchemaCodes.Answered known = from.answer(row);
            if (known != null) {
                gold.computeIfAbsent(row.getString("key"), key -> new LinkedHashMap<>())
                        .put(known.question().id(), known.answer());
            }
        });
        gold.replaceAll((key, answers) -> to.fitting(answers));
        return gold;
    }

    private void copyFiles(JobRun run, long of, long project, UUID author) {
        String after = "";
        for (Optional<MediaCopies.Copied> page = media.copy(of, project, after, author);
                page.isPresent();
                page = media.copy(of, project, after, author)) {
            run.addToCount("files", page.get().added());
            after = page.get().last();
            run.stopIfAsked();
        }
    }
}
