package dev.cupel.server.change;

import dev.cupel.server.item.ItemFilter;
import dev.cupel.server.item.ItemSearch;
import dev.cupel.server.item.ItemWhere;
import dev.cupel.server.job.JobHandler;
import dev.cupel.server.job.JobKind;
import dev.cupel.server.job.JobRun;
import dev.cupel.server.job.Lane;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a change, or takes one back, a thousand items per transaction, in the order of their numbers: an item is met once, whatever the
 * change does to what the filter asks. What came into the project after the change was asked for is left alone.
 */
@Component
class ChangeJob implements JobHandler {
    /**
     * @param undo whether the change is taken back
     * @param items by number; null if a filter says which
     * @param where null if they are named, or if it is taken back
     * @param through the last item there was when it was asked for
     */
    record Params(
            long change,
            boolean undo,
            @Nullable List<Long> items,
            @Nullable ItemWhere where,
            long through) {}

    /** @param after the last item that is finished */
    record Progress(long after) {}

    static final JobKind KIND = new JobKind("change", Lane.IO, Access.Level.MANAGER, true);

    private static final int BATCH = 1_000;

    private final JsonMapper json;
    private final TransactionTemplate transaction;
    private final Projects projects;
    private final ItemSearch search;
    private final ChangeStore store;
    private final ChangeEffects effects;

    ChangeJob(
            JsonMapper json,
            TransactionTemplate transaction,
            Projects projects,
            ItemSearch search,
            ChangeStore store,
            ChangeEffects effects) {
        this.json = json;
        this.transaction = transaction;
        this.projects = projects;
        this.search = search;
        this.store = store;
        this.effects = effects;
    }

    @Override
    public JobKind kind() {
        return KIND;
    }

    @Override
    public String unit() {
        return "rows";
    }

    @Override
    public void run(JobRun run) {
        Params params = json.treeToValue(run.params(), Params.class);
        ChangeStore.Stored stored = store.one(params.change());
        if (params.undo()) {
            takeBack(run, stored);
        } else {
            make(run, stored, params);
        }
    }

    private void make(JobRun run, ChangeStore.Stored stored, Params params) {
        SchemaCodes codes = projects.schema(stored.project());
        ItemWhere where = params.where();
        ItemFilter filter = where == null ? null : where.filter();
        List<Long> named = params.items() == null
                ? List.of()
                : params.items().stream().sorted().distinct().toList();
        if (filter == null) {
            run.total(named.size());
        }
        long after = run.progress().path("after").asLong(0);
        for (String figure : List.of("selected", "changed")) {
            run.addToCount(figure, 0);
        }
        while (true) {
            run.stopIfAsked();
            List<Long> batch = filter == null
                    ? next(named, after)
                    : search.after(stored.project(), codes, filter, after, BATCH).stream()
                            .filter(item -> item <= params.through())
                            .toList();
            if (batch.isEmpty()) {
                effects.over(stored.project(), stored.change());
                return;
            }
            after = batch.getLast();
            Progress progress = new Progress(after);
            transaction.executeWithoutResult(status -> {
                Map<Long, JsonNode> before =
                        effects.make(stored.project(), stored.id(), stored.author(), stored.change(), batch);
                store.changed(stored.id(), before);
                run.addToCount("selected", batch.size());
                run.addToCount("changed", before.size());
                run.checkpoint(progress, run.count("selected"));
            });
        }
    }

    private static List<Long> next(List<Long> named, long after) {
        return named.stream().filter(item -> item > after).limit(BATCH).toList();
    }

    /** What is finished is forgotten, so an interrupted run goes on with what is left. */
    private void takeBack(JobRun run, ChangeStore.Stored stored) {
        for (String figure : List.of("selected", "restored")) {
            run.addToCount(figure, 0);
        }
        run.total(run.count("selected") + store.holds(stored.id()));
        while (true) {
            run.stopIfAsked();
            Map<Long, JsonNode> before = store.before(stored.id(), BATCH);
            if (before.isEmpty()) {
                effects.over(stored.project(), stored.change());
                return;
            }
            transaction.executeWithoutResult(status -> {
                Map<Long, JsonNode> latest = new HashMap<>(before);
                if (!stored.change().leavesSameValueAs().isEmpty()) {
                    latest.keySet().removeAll(store.handOn(stored, before.keySet()));
                }
                int restored =
                        effects.takeBack(stored.project(), stored.id(), stored.undoneBy(), stored.change(), latest);
                store.over(stored.id(), before.keySet(), restored);
                run.addToCount("selected", before.size());
                run.addToCount("restored", restored);
                run.checkpoint(Map.of(), run.count("selected"));
            });
        }
    }
}
