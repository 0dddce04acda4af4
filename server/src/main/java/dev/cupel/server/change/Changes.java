package dev.cupel.server.change;

import dev.cupel.server.item.Imports;
import dev.cupel.server.item.ItemSearch;
import dev.cupel.server.item.ItemWhere;
import dev.cupel.server.job.Jobs;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Asks for changes and for their way back: the note of it and its job are there together or not at all. */
@Component
class Changes {
    private final JdbcClient sql;
    private final Jobs jobs;
    private final ChangeStore store;
    private final Projects projects;
    private final ItemSearch search;
    private final Imports imports;

    Changes(JdbcClient sql, Jobs jobs, ChangeStore store, Projects projects, ItemSearch search, Imports imports) {
        this.imports = imports;
        this.projects = projects;
        this.search = search;
        this.sql = sql;
        this.jobs = jobs;
        this.store = store;
    }

    /**
     * @param items by number; null if the filter says which
     * @return the number of the change
     * @throws Problem import_running, member_unknown, member_gone, and as {@link ItemChange#of} and the list of items do
     */
    @Transactional
    long make(Membership me, ItemChange.Said said, @Nullable List<Long> items, @Nullable ItemWhere filter) {
        // Read here, where the person still waits for the answer, and once more by the job.
        ItemChange wanted = ItemChange.of(said);
        ItemChange.Said meant = wanted.said();
        ItemWhere where = filter;
        Long member = wanted.ofMember();
        if (member != null) {
            requireMember(me.projectId(), member, wanted);
            where = where == null ? null : where.by(member);
        }
        if (where != null) {
            search.after(me.projectId(), projects.schema(me.projectId()), where.filter(), 0, 1);
        }
        Long imported = where != null && meant.kind().equals("bin") ? wholeImport(me.projectId(), where) : null;
        long change = store.add(me.projectId(), me.accountId(), meant, imported);
        long through = sql.sql("select coalesce(max(id), 0) from item where project_id = ?")
                .param(me.projectId())
                .query(Long.class)
                .single();
        store.madeBy(change, submit(me, new ChangeJob.Params(change, false, items, where, through)));
        return change;
    }

    private void requireMember(long project, long member, ItemChange change) {
        boolean answers = sql.sql("""
                select m.removed_at is null and not a.imported and a.disabled_at is null
                from member m join account a on a.id = m.account_id where m.id = ? and m.project_id = ?
                """)
                .params(member, project)
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> Problem.notFound("member_unknown", "This project has no such member."));
        if (!answers && change instanceof ItemChange.SendBack) {
            throw Problem.conflict(
                    "member_gone",
                    "Nobody is there to answer again: this person has left the project, is switched off, or came with a file.",
                    "Bring them back first, ask others about the items, or take the answers out.");
        }
    }

    /** @throws Problem change_missing, change_running, change_undone */
    @Transactional
    void undo(Membership me, long change) {
        ChangeStore.ChangeView now = store.view(me.projectId(), change);
        if (now.undoneAt() == null
                && (now.state().equals("queued") || now.state().equals("running"))) {
            throw Problem.conflict(
                    "change_running",
                    "This change is still being made.",
                    "Wait until it is over, or cancel its job first.");
        }
        UUID job = submit(me, new ChangeJob.Params(change, true, null, null, 0));
        if (!store.undo(me.projectId(), change, me.accountId(), job)) {
            throw Problem.conflict(
                    "change_undone", "This change has been taken back already.", "Look at the list of changes.");
        }
    }

    /** @return the import that is meant, if nothing else narrows it */
    private @Nullable Long wholeImport(long project, ItemWhere where) {
        Long number = where.imported();
        if (number == null || !where.equals(ItemWhere.ofImport(number))) {
            return null;
        }
        Imports.Import one = imports.byNumber(project, number).orElse(null);
        if (one != null && one.running()) {
            throw Problem.conflict(
                    "import_running",
                    "This import is still running.",
                    "Wait until it is over, or cancel it first; what it has brought by then can be taken back.");
        }
        return one == null ? null : number;
    }

    private UUID submit(Membership me, ChangeJob.Params params) {
        return jobs.submit(ChangeJob.KIND, ProjectJobs.owner(me.projectId()), me.accountId(), params);
    }
}
