package dev.cupel.server.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was changed about a project, by whom and when. */
@Component
public class SettingsHistory {
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * One setting that became another.
     *
     * @param by the name of who changed it, as they are called today
     * @param setting its name in the API; {@code schema} and {@code guideline} have versions as values, {@code archived} and
     *     {@code binned} say whether the project is
     * @param before left out if there was nothing before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SettingChange(
            long id,
            Instant at,
            String by,
            String setting,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    /** @param next what to ask for the page after this one with; left out at the end */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SettingChanges(
            List<SettingChange> changes, @Nullable Long next) {}

    private final JdbcClient sql;

    SettingsHistory(JdbcClient sql) {
        this.sql = sql;
    }

    /** Records the settings that differ; values are written as JSON. Settings that both have and that are equal are none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(long project, UUID account, Map<String, ?> before, Map<String, ?> after) {
        sql.sql("""
                insert into setting_change (project_id, account_id, setting, before, after)
                select :project, :account, key, b.value, a.value
                from jsonb_each(:before::jsonb) b full join jsonb_each(:after::jsonb) a using (key)
                where b.value is distinct from a.value order by key
                """)
                .param("project", project)
                .param("account", account)
                .param("before", JSON.writeValueAsString(before))
                .param("after", JSON.writeValueAsString(after))
                .update();
    }

    /** @param before the id that the page ends before, the newest first; null begins with the newest change */
    SettingChanges of(long project, @Nullable Long before, int limit) {
        List<SettingChange> changes = sql.sql("""
                select c.id, c.at, a.display_name, c.setting, c.before::text, c.after::text
                from setting_change c join account a on a.id = c.account_id
                where c.project_id = :project and (:before::bigint is null or c.id < :before)
                order by c.id desc limit :limit
                """)
                .param("project", project)
                .param("before", before, java.sql.Types.BIGINT)
                .param("limit", limit)
                .query((row, number) -> new SettingChange(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("display_name"),
                        row.getString("setting"),
                        json(row.getString("before")),
                        json(row.getString("after"))))
                .list();
        return new SettingChanges(
                changes, changes.size() < limit ? null : changes.getLast().id());
    }

    private static @Nullable JsonNode json(@Nullable String written) {
        return written == null ? null : JSON.readTree(written);
    }
}
