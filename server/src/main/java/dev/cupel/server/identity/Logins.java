package dev.cupel.server.identity;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The ways into an account. */
@Component
class Logins {
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
}
