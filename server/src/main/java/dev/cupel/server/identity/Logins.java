package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Problem;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The ways into an account: a password, and what other providers call the person. */
@Component
class Logins {
    static final String PASSWORD = "password";

    record Owner(UUID account, boolean disabled) {}

    record Login(String provider, Timestamp createdAt) {}

    private final JdbcClient sql;

    Logins(JdbcClient sql) {
        this.sql = sql;
    }

    /** @return the hash of the account's password; empty if it has none */
    Optional<String> passwordHash(UUID account) {
        return sql.sql("select password_hash from login where account_id = ? and provider = 'password'")
                .param(account)
                .query(String.class)
                .optional();
    }

    /** Gives the account a password, or another one. */
    void setPassword(UUID account, String hash) {
        sql.sql("""
                insert into login (account_id, provider, password_hash) values (?, 'password', ?)
                on conflict (account_id, provider) do update set password_hash = excluded.password_hash
                """).params(account, hash).update();
    }

    /** @return whose account the provider's person is connected to */
    Optional<Owner> owner(String provider, String subject) {
        return sql.sql("""
                select l.account_id as account, a.disabled_at is not null as disabled
                from login l join account a on a.id = l.account_id where l.provider = ? and l.subject = ?
                """).params(provider, subject).query(Owner.class).optional();
    }

    List<Login> of(UUID account) {
        return sql.sql("select provider, created_at from login where account_id = ? order by created_at, provider")
                .param(account)
                .query((row, number) -> new Login(row.getString("provider"), row.getTimestamp("created_at")))
                .list();
    }

    /**
     * Connects an account to what a provider calls its person, instead of what it was connected to there before.
     *
     * @return false if another account is connected to that
     */
    @Transactional
    boolean connect(UUID account, String provider, String subject) {
        int moved = sql.sql("update login set subject = ? where account_id = ? and provider = ? and subject <> ?"
                        + " and not exists (select 1 from login o where o.provider = ? and o.subject = ?)")
                .params(subject, account, provider, subject, provider, subject)
                .update();
        if (moved == 0) {
            sql.sql("""
                    insert into login (account_id, provider, subject) values (?, ?, ?) on conflict do nothing
                    """).params(account, provider, subject).update();
        }
        return owner(provider, subject)
                .filter(owner -> owner.account().equals(account))
                .isPresent();
    }

    /**
     * Takes a way in away, as long as another one stays that works with the settings of now.
     *
     * @param working the provider that people can sign in with now
     * @throws Problem login_unknown, login_last
     */
    @Transactional
    void disconnect(UUID account, String provider, String working) {
        // One after the other: two at once must not take the last two.
        sql.sql("select 1 from account where id = ? for update").param(account).query(row -> {});
        List<String> ways = of(account).stream().map(Login::provider).toList();
        if (provider.equals(PASSWORD) || !ways.contains(provider)) {
            throw Problem.notFound("login_unknown", "Your account is not connected to that.");
        }
        if (ways.stream().noneMatch(way -> !way.equals(provider) && (way.equals(PASSWORD) || way.equals(working)))) {
            throw Problem.conflict(
                    "login_last",
                    "This is the only way into your account.",
                    "Have a password set first: an owner of this installation can make a link for one.");
        }
        sql.sql("delete from login where account_id = ? and provider = ?")
                .params(account, provider)
                .update();
    }
}
