package dev.cupel.server.project;

import dev.cupel.server.job.JobOwner;
import dev.cupel.server.job.JobOwners;
import dev.cupel.server.job.JobRights;
import dev.cupel.server.platform.web.Access;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Jobs that belong to a project: its members see and cancel those whose kind their role of today reaches. */
@Component
public final class ProjectJobs implements JobOwners {
    private static final String KIND = "project";

    /** @param deleted its jobs are there for its owner alone, who may bring it back, and in no list */
    private record Rights(Role role, boolean deleted) implements JobRights {
        @Override
        public boolean watch(Access.Level watchers) {
            return role.atLeast(deleted ? Access.Level.OWNER : watchers);
        }

        @Override
        public boolean listed() {
            return !deleted;
        }
    }

    private final JdbcClient sql;

    ProjectJobs(JdbcClient sql) {
        this.sql = sql;
    }

    /** @return what jobs of a project carry */
    public static JobOwner owner(long project) {
        return new JobOwner(KIND + ":" + project);
    }

    /** @return the project a job belongs to */
    public static long project(JobOwner owner) {
        if (!owner.kind().equals(KIND)) {
            throw new IllegalStateException("a job of " + owner.key() + " belongs to no project");
        }
        return Long.parseLong(owner.id());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<JobOwner, JobRights> rights(UUID account, Set<JobOwner> owners) {
        Map<JobOwner, JobRights> rights = new HashMap<>();
        sql.sql("""
                select p.id, m.role, p.deleted_at is not null as deleted
                from project p join member m on m.project_id = p.id and m.account_id = ? and m.removed_at is null
                where p.id = any(?)
                """).params(account, ids(owners)).query(row -> {
            rights.put(owner(row.getLong("id")), new Rights(Role.of(row.getString("role")), row.getBoolean("deleted")));
        });
        return rights;
    }

    @Override
    public Map<JobOwner, String> projectKeys(Set<JobOwner> owners) {
        Map<JobOwner, String> keys = new HashMap<>();
        sql.sql("select id, key from project where id = any(?)")
                .param(ids(owners))
                .query(row -> {
                    keys.put(owner(row.getLong("id")), row.getString("key"));
                });
        return keys;
    }

    private static Long[] ids(Set<JobOwner> owners) {
        return owners.stream().map(ProjectJobs::project).toArray(Long[]::new);
    }
}
