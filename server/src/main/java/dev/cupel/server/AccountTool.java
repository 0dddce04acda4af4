package dev.cupel.server;

import dev.cupel.server.identity.AccountRescue;
import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.web.Problem;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the command line does with accounts, on the database of a server that runs or has been stopped. */
public final class AccountTool implements AutoCloseable {
    private final AccountRescue rescue;
    private final OperatorDatabase database;

    private AccountTool(OperatorDatabase database) {
        boolean ready = JdbcClient.create(database.source())
                .sql("select to_regclass('password_reset') is not null")
                .query(Boolean.class)
                .single();
        if (!ready) {
            throw new StartFailure(
                    "This database was last used by an older Cupel, or never.",
                    "Start ./cupel serve on it once, then try again.");
        }
        this.rescue = new AccountRescue(database.source());
        this.database = database;
    }

    /**
     * Opens the database. One that runs is left running; one that is stopped is started, and stopped by {@link #close}.
     *
     * @param data folder of the embedded database, looked at unless there is an external one
     * @throws StartFailure if there is no database, or it cannot be reached
     */
    public static AccountTool open(Path data, ServeOptions.@Nullable Database external) {
        OperatorDatabase database = OperatorDatabase.open(data, external);
        try {
            return new AccountTool(database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** @throws StartFailure if nobody has this address */
    public UUID account(String email) {
        return said(() -> rescue.account(email));
    }

    /** Switches an account on that somebody switched off. */
    public void enable(UUID account) {
        said(() -> {
            rescue.enable(account);
            return account;
        });
    }

    /**
     * @param base what the link starts with; null takes the address of the server that was started last
     * @return a link that sets a new password once, within 24 hours
     * @throws StartFailure if the account is switched off
     */
    public String link(UUID account, @Nullable String base) {
        String start = base != null ? base : rescue.address().orElse("http://localhost:8080");
        return said(() -> rescue.link(account, start));
    }

    /** @throws StartFailure if the password does not fit */
    public void setPassword(UUID account, String password) {
        said(() -> {
            rescue.setPassword(account, password);
            return account;
        });
    }

    private static <T> T said(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (Problem problem) {
            String what = Stream.concat(
                            Stream.ofNullable(problem.getMessage()),
                            problem.details().stream().map(Problem.Detail::what))
                    .distinct()
                    .collect(Collectors.joining(" "));
            String fix = Stream.concat(
                            Stream.ofNullable(problem.fix()),
                            problem.details().stream().map(Problem.Detail::fix))
                    .distinct()
                    .collect(Collectors.joining(" "));
            throw new StartFailure(what, fix);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
