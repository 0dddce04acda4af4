package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Caller;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sessions and API tokens: opaque secrets looked up by hash in PostgreSQL, so they outlive a restart and work on every
 * server. A server trusts a look-up for {@link #TRUSTED}; what it revokes itself is gone at once.
 */
@Component
public class Credentials {
    static final Duration SESSION_LIFE = Duration.ofDays(30);
    private static final long TRUSTED = Duration.ofSeconds(5).toNanos();
    private static final int CACHE_LIMIT = 20_000;

    private record Trusted(@Nullable Caller caller, long untilNanos) {}

    private final JdbcClient sql;
    private final ConcurrentHashMap<String, Trusted> cache = new ConcurrentHashMap<>();

    Credentials(JdbcClient sql) {
        this.sql = sql;
    }

    Optional<Caller> bySession(String secret) {
        return cached("s" + secret, () -> findSession(Secret.hash(secret)));
    }

    Optional<Caller> byToken(String secret) {
        return cached("t" + secret, () -> findToken(Secret.hash(secret)));
    }

    /** @return the cookie value of a new session */
    String openSession(UUID account) {
        String secret = Secret.make();
        sql.sql("insert into login_session (token_hash, account_id, expires_at) values (?, ?, now() + ?::interval)")
                .params(Secret.hash(secret), account, SESSION_LIFE.toSeconds() + " seconds")
                .update();
        seen(account);
        return secret;
    }

    void closeSession(String secret) {
        sql.sql("delete from login_session where token_hash = ?")
                .param(Secret.hash(secret))
                .update();
        cache.remove("s" + secret);
    }

    /**
     * Ends what has signed in as an account, and a change of its address that was begun there and not confirmed.
     *
     * @param except the cookie value of a session that goes on; null ends all
     * @param keepTokens whether API tokens go on
     */
    void end(UUID account, @Nullable String except, boolean keepTokens) {
        sql.sql("delete from login_session where account_id = ? and token_hash <> ?")
                .params(account, except == null ? new byte[0] : Secret.hash(except))
                .update();
        sql.sql(
                        "update email_change set expires_at = now() where account_id = ? and done_at is null and expires_at > now()")
                .param(account)
                .update();
        if (!keepTokens) {
            sql.sql("update api_token set revoked_at = now() where account_id = ? and revoked_at is null")
                    .param(account)
                    .update();
        }
        forgetAfterCommit();
    }

    private void forgetAfterCommit() {
        cache.clear();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            // A request between here and the commit would be trusted for a while again.
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    cache.clear();
                }
            });
        }
    }

    /** @return the secret, shown once */
    public String makeToken(UUID id, UUID account, String name, Set<String> scopes, @Nullable Integer expiresInDays) {
        String secret = "cupel_" + Secret.make();
        sql.sql("""
                insert into api_token (id, account_id, name, token_hash, scopes, expires_at)
                values (:id, :account, :name, :hash, :scopes, now() + make_interval(days => :days))
                """)
                .param("id", id)
                .param("account", account)
                .param("name", name)
                .param("hash", Secret.hash(secret))
                .param("scopes", scopes.toArray(String[]::new))
                .param("days", expiresInDays, java.sql.Types.INTEGER)
                .update();
        return secret;
    }

    boolean revokeToken(UUID id, UUID account) {
        int revoked = sql.sql(
                        "update api_token set revoked_at = now() where id = ? and account_id = ? and revoked_at is null")
                .params(id, account)
                .update();
        cache.clear();
        return revoked == 1;
    }

    /** Forgets what is trusted, so that a change of accounts is seen at once by this server. */
    public void forget() {
        cache.clear();
    }

    private Optional<Caller> cached(String key, java.util.function.Supplier<Optional<Caller>> find) {
        long now = System.nanoTime();
        Trusted hit = cache.get(key);
        if (hit != null && hit.untilNanos() - now > 0) {
            return Optional.ofNullable(hit.caller());
        }
        Optional<Caller> found = find.get();
        if (cache.size() > CACHE_LIMIT) {
            cache.clear();
        }
        cache.put(key, new Trusted(found.orElse(null), now + TRUSTED));
        return found;
    }

    private Optional<Caller> findSession(byte[] hash) {
        Optional<Caller> caller =
                sql.sql("""
                select a.id, a.display_name, a.instance_owner, null as scopes
                from login_session s join account a on a.id = s.account_id
                where s.token_hash = ? and s.expires_at > now() and a.disabled_at is null
                """).param(hash).query(Credentials::caller).optional();
        if (caller.isPresent()) {
            // Prolonged once an hour: a request must not cost a write.
            sql.sql("""
                    update login_session set seen_at = now(), expires_at = now() + ?::interval
                    where token_hash = ? and seen_at < now() - interval '1 hour'
                    """).params(SESSION_LIFE.toSeconds() + " seconds", hash).update();
            caller.ifPresent(who -> seen(who.accountId()));
        }
        return caller;
    }

    private Optional<Caller> findToken(byte[] hash) {
        Optional<Caller> caller =
                sql.sql("""
                select a.id, a.display_name, a.instance_owner, t.scopes
                from api_token t join account a on a.id = t.account_id
                where t.token_hash = ? and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
                  and a.disabled_at is null
                """).param(hash).query(Credentials::caller).optional();
        if (caller.isPresent()) {
            sql.sql("""
                    update api_token set last_used_at = now()
                    where token_hash = ? and (last_used_at is null or last_used_at < now() - interval '1 minute')
                    """).param(hash).update();
            caller.ifPresent(who -> seen(who.accountId()));
        }
        return caller;
    }

    /** To the hour: a look-up is seldom a write. */
    private void seen(UUID account) {
        sql.sql("""
                update account set seen_at = now()
                where id = ? and (seen_at is null or seen_at < now() - interval '1 hour')
                """).param(account).update();
    }

    private static Caller caller(ResultSet row, int number) throws SQLException {
        Array scopes = row.getArray("scopes");
        return new Caller(
                row.getObject("id", UUID.class),
                row.getString("display_name"),
                row.getBoolean("instance_owner"),
                scopes == null ? null : Set.of((String[]) scopes.getArray()));
    }

    static boolean looksLikeSecret(String value) {
        return value.length() >= 32
                && value.length() <= 64
                && value.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
    }
}
