package dev.cupel.server.identity;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The account that sets up the demo before there is an owner. Nobody can sign in to it; its token is handed to the
 * program that fills the server and revoked when that is done.
 */
@Component
public class Builder {
    private static final String NAME = "Demo builder (a program)";

    private final JdbcClient sql;
    private final Credentials credentials;
    private final ApplicationEventPublisher events;

    Builder(JdbcClient sql, Credentials credentials, ApplicationEventPublisher events) {
        this.sql = sql;
        this.credentials = credentials;
        this.events = events;
    }

    /** @return a token that may do everything on this installation */
    @Transactional
    public String token() {
        UUID account = account().orElseGet(() -> {
            UUID id = UUID.randomUUID();
            sql.sql("insert into account (id, kind, display_name, instance_owner) values (?, 'simulated', ?, true)")
                    .params(id, NAME)
                    .update();
            return id;
        });
        events.publishEvent(new BuilderAtWork(account, true));
        return credentials.makeToken(UUID.randomUUID(), account, "demo", Set.of("read", "label", "manage"), 1);
    }

    private Optional<UUID> account() {
        return sql.sql("select id from account where kind = 'simulated' and instance_owner order by created_at limit 1")
                .query(UUID.class)
                .optional();
    }

    @Transactional
    public void revokeTokens() {
        sql.sql("""
                update api_token t set revoked_at = now() from account a
                where a.id = t.account_id and a.kind = 'simulated' and a.instance_owner and t.revoked_at is null
                """).update();
        account().ifPresent(account -> events.publishEvent(new BuilderAtWork(account, false)));
        credentials.forget();
    }
}
