package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Problem;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Helps into an account from the machine of the database, where no owner can sign in any more. */
public final class AccountRescue {
    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Accounts accounts;
    private final Credentials credentials;
    private final PasswordResets resets;

    /** @param database one that a server of this version has migrated */
    public AccountRescue(DataSource database) {
        this.sql = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.credentials = new Credentials(sql);
        this.accounts = new Accounts(sql, new Passwords(), new Logins(sql), credentials);
        this.resets = new PasswordResets(sql, accounts, credentials);
    }

    /** @return the account of a person, whatever the case of the letters */
    public UUID account(String email) {
        return sql.sql("select id from account where email = ? and kind = 'person'")
                .param(Accounts.normal(email))
                .query(UUID.class)
                .optional()
                .orElseThrow(
                        () -> Problem.notFound("account_unknown", "There is no account with this e-mail address."));
    }

    /** @return where people reached the server that was started last */
    public Optional<String> address() {
        return sql.sql("select value from instance_setting where name = ?")
                .param(SetUp.ADDRESS)
                .query(String.class)
                .optional();
    }

    /** Switches an account on that somebody switched off. */
    public void enable(UUID account) {
        transaction.executeWithoutResult(status -> accounts.enable(account, true));
    }

    /**
     * @param base what the link starts with
     * @return a link that sets a new password once, within 24 hours
     */
    public String link(UUID account, String base) {
        String link =
                transaction.execute(status -> resets.make(account, null, base).url());
        if (link == null) {
            throw new IllegalStateException("a transaction returned nothing");
        }
        return link;
    }

    /**
     * Sets the password and ends all sessions and API tokens.
     *
     * @throws Problem account_invalid, password_too_long if it does not fit
     */
    public void setPassword(UUID account, String password) {
        Passwords.requireReadable("password", password);
        transaction.executeWithoutResult(status -> {
            accounts.setPassword("password", account, password);
            credentials.end(account, null, false);
        });
    }
}
