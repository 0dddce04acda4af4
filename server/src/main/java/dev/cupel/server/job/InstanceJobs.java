package dev.cupel.server.job;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Jobs of the installation itself: its owners see and cancel them, whatever their kind asks for in a project. */
@Component
final class InstanceJobs implements JobOwners {
    private final JdbcClient sql;

    InstanceJobs(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public String kind() {
        return JobOwner.INSTANCE.kind();
    }

    @Override
    public Map<JobOwner, JobRights> rights(UUID account, Set<JobOwner> owners) {
        boolean instanceOwner = sql.sql(
                        "select exists (select 1 from account where id = ? and instance_owner and disabled_at is null)")
                .param(account)
                .query(Boolean.class)
                .single();
        return instanceOwner ? Map.of(JobOwner.INSTANCE, watchers -> true) : Map.of();
    }
}
