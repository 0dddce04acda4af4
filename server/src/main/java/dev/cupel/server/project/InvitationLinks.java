package dev.cupel.server.project;

import dev.cupel.server.identity.Secret;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.SiteAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes the links of invitations, for one person or for many. */
@Component
class InvitationLinks {
    private static final int USUAL_DAYS = 7;

    /** @param url with the secret, told only here */
    record Link(UUID id, String url, Instant expiresAt) {}

    private final JdbcClient sql;
    private final SiteAddress site;

    InvitationLinks(JdbcClient sql, SiteAddress site) {
        this.sql = sql;
        this.site = site;
    }

    /**
     * @param expiresInDays 1 to 365; null for the usual 7
     * @throws Problem naming {@code expiresInDays}
     */
    static int days(@Nullable Integer expiresInDays) {
        int days = expiresInDays == null ? USUAL_DAYS : expiresInDays;
        Problem.requireRange("expiresInDays", days, 1, 365);
        return days;
    }

    /**
     * @param days as {@link #days} says
     * @param uses how many people it lets in
     */
    Link make(Membership by, Role role, @Nullable String note, int days, int uses) {
        UUID id = UUID.randomUUID();
        String token = Secret.make();
        Instant expires = sql.sql("""
                insert into invitation (id, project_id, token_hash, role, note, created_by, expires_at, max_uses)
                values (?, ?, ?, ?, ?, ?, now() + make_interval(days => ?), ?) returning expires_at
                """)
                .params(Arrays.asList(
                        id, by.projectId(), Secret.hash(token), role.json(), note, by.accountId(), days, uses))
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
        return new Link(id, site.base() + "/invite#" + token, expires);
    }
}
