package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Problem;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The one-time link that makes the first owner. There is no default password and no open sign-up. */
@Component
public class SetUp {
    private static final String SETTING = "set_up_token_hash";
    static final String ADDRESS = "site_address";

    private final JdbcClient sql;
    private final Accounts accounts;
    private final ApplicationEventPublisher events;

    SetUp(JdbcClient sql, Accounts accounts, ApplicationEventPublisher events) {
        this.sql = sql;
        this.accounts = accounts;
        this.events = events;
    }

    /** Keeps where people reach this installation, for links that are made while no server runs. */
    public void rememberAddress(String base) {
        sql.sql("""
                insert into instance_setting (name, value) values (?, ?)
                on conflict (name) do update set value = excluded.value where instance_setting.value <> excluded.value
                """).params(ADDRESS, base).update();
    }

    /** @return a fresh token if there is no owner yet; older ones stop working */
    @Transactional
    public Optional<String> freshToken() {
        if (!accounts.none()) {
            return Optional.empty();
        }
        String token = Secret.make();
        sql.sql(
                        "insert into instance_setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value")
                .params(SETTING, HexFormat.of().formatHex(Secret.hash(token)))
                .update();
        return Optional.of(token);
    }

    @Transactional
    public UUID redeem(String token, String email, String displayName, String password) {
        Passwords.requireReadable("password", password);
        String expected = sql.sql("select value from instance_setting where name = ? for update")
                .param(SETTING)
                .query(String.class)
                .optional()
                .orElse("");
        if (!accounts.none()) {
            throw Problem.conflict("already_set_up", "This installation has its owner already.", "Sign in instead.");
        }
        byte[] given =
                HexFormat.of().formatHex(Secret.hash(token)).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(given, expected.getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    "setup_token_wrong",
                    "This set-up link is not valid any more.",
                    "Use the link that the server printed at its latest start.");
        }
        UUID owner = accounts.addPerson(email, displayName, password, true);
        sql.sql("delete from instance_setting where name = ?").param(SETTING).update();
        events.publishEvent(new FirstOwner(owner));
        return owner;
    }
}
